// Takes a chart along: as SVG or PNG with its title and where it comes from, and its numbers as CSV; and any table as CSV.

const FOOT = 34, HEAD = 40;

export function save(name, blob) {
    const link = document.createElement('a');
    link.href = URL.createObjectURL(blob);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

const textOf = (words, x, y, size, colour) => {
    const text = document.createElementNS('http://www.w3.org/2000/svg', 'text');
    text.textContent = words;
    for (const [name, value] of Object.entries({ x, y, 'font-size': size, fill: colour, 'font-family': 'sans-serif' })) text.setAttribute(name, value);
    return text;
};

/** The chart as it stands, with a title above and its source below. */
function pictured(place, title) {
    const drawn = place.querySelector('svg'), page = getComputedStyle(document.body);
    const width = drawn.clientWidth, height = drawn.clientHeight;
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
    svg.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
    svg.setAttribute('width', width);
    svg.setAttribute('height', height + HEAD + FOOT);
    const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
    for (const [name, value] of Object.entries({ width, height: height + HEAD + FOOT, fill: page.backgroundColor })) ground.setAttribute(name, value);
    const inner = drawn.cloneNode(true);
    inner.setAttribute('y', HEAD);
    inner.setAttribute('width', width);
    inner.setAttribute('height', height);
    const foot = 'emergence-law, ' + pageName() + ', ' + location.href;
    svg.append(ground, textOf(title, 10, 26, 17, page.color), inner, textOf(foot, 10, height + HEAD + 22, 10, page.color));
    return { text: new XMLSerializer().serializeToString(svg), width, height: height + HEAD + FOOT };
}

function png(name, { text, width, height }) {
    const image = new Image();
    image.onload = () => {
        const canvas = document.createElement('canvas');
        canvas.width = 2 * width;
        canvas.height = 2 * height;
        const pen = canvas.getContext('2d');
        pen.scale(2, 2);
        pen.drawImage(image, 0, 0);
        canvas.toBlob(blob => save(name, blob), 'image/png');
    };
    image.src = 'data:image/svg+xml;charset=utf-8,' + encodeURIComponent(text);
}

/** A cell that a spreadsheet would run as a formula gets an apostrophe, as in every other export. */
function cell(text) {
    const plain = text.trim().replace(/\s+/g, ' ');
    const safe = /^[=+@-]/.test(plain) ? "'" + plain : plain;
    return /[",]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
}

const lines = rows => rows.map(row => row.map(cell).join(',')).join('\n') + '\n';

/** A table as it stands on the page. */
export const csv = table => lines([...table.rows].map(row => [...row.cells].map(c => c.textContent)));

/** What a chart without a table draws, a line a point: its series, its place, and one or two heights. */
function numbers(chart) {
    const { xAxis, yAxis, series } = chart.getOption();
    const nameOf = axis => axis?.[0]?.name || (axis === xAxis ? 'x' : 'y');
    const rows = series.flatMap(s => (s.numbers ?? s.data ?? []).map((item, i) => {
        const value = item?.value ?? item;
        return [s.name ?? '', ...(Array.isArray(value) ? value : [xAxis?.[0]?.data?.[i] ?? yAxis?.[0]?.data?.[i] ?? i, value])];
    }));
    return lines([['series', nameOf(xAxis), nameOf(yAxis), 'to'], ...rows].map(row => row.map(value => String(value ?? ''))));
}

/** A name for a file. */
export const fileName = words => words.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 80);

export const pageName = () => document.title.split(' · ')[0];

/**
 * Offers all this below a chart; its table, where it has one, stands in the same figure.
 * @param want has the chart drawn, and gives it
 */
export function offer(place, want) {
    const figure = place.closest('figure');
    if (!figure || figure.querySelector('.take')) return;
    const title = figure.querySelector('h2, h3')?.textContent ?? document.title;
    const name = fileName(pageName() + ' ' + title);
    const ways = {
        SVG: () => want().then(() => save(name + '.svg', new Blob([pictured(place, title).text], { type: 'image/svg+xml' }))),
        PNG: () => want().then(() => png(name + '.png', pictured(place, title))),
        CSV: async () => {
            const table = figure.querySelector('table');
            save(name + '.csv', new Blob([table ? csv(table) : numbers(await want())], { type: 'text/csv' }));
        },
    };
    const bar = document.createElement('p');
    bar.className = 'take note';
    bar.append('Save this chart: ');
    for (const [way, act] of Object.entries(ways)) {
        const button = document.createElement('button');
        button.type = 'button';
        button.className = 'button plain';
        button.textContent = way;
        button.addEventListener('click', act);
        bar.append(button, ' ');
    }
    figure.append(bar);
}
