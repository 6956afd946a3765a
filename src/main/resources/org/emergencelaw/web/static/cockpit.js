// Few-shot accuracy against training compute: small models, the forecast as a fan, and the planned run, which can be dragged. The
// server answers for every place of it, so that page, drag and address never say different things.
import { SHAPES, accuracyRange, axis, band, bars, draw, powerTick, sixth, unitAxis, view } from './chart.js';
import { count, decimal3, flops, plural } from './display.js';

const task = view.study.task;
const form = document.querySelector('form.plan');
const slider = document.getElementById('move');

/** What is shown now; what the server says of another run takes its place. */
let now = view.cockpit;
/** Where the run is being dragged to, before the server has answered. */
let dragged = null;

const overCompute = () => now.chart.unit === 'train_flops';
const first = () => now.chart.points[0].x;
const last = () => now.chart.points[now.chart.points.length - 1].x;

/** Place of x along the axis, 0 at the weakest model and 1 at the end. */
function share(x) {
    return overCompute() ? Math.log(x / first()) / Math.log(last() / first()) : (x - first()) / (last() - first());
}

function unshare(s) {
    return overCompute() ? first() * Math.pow(last() / first(), s) : first() + s * (last() - first());
}

/** What the fan says at x, between two of its points. */
function at(x, value) {
    const s = share(x), all = now.chart.points;
    let i = 1;
    while (i < all.length - 1 && share(all[i].x) < s) i++;
    const left = all[i - 1], right = all[i];
    const part = Math.min(1, Math.max(0, (s - share(left.x)) / (share(right.x) - share(left.x))));
    return value(left) + part * (value(right) - value(left));
}

const run = () => now.forecast.planned_run;
const level = () => now.forecast.level;
const place = () => dragged ?? now.chart.planned;

function sizeAt(x) {
    const size = key => Math.exp(at(x, p => Math.log(p.size[key])));
    return { params: size('params'), tokens: size('tokens') };
}

/** Compute, and what it buys on this path. */
function ticks(t, narrow) {
    const loss = now.chart.points[0].pretrain_loss_nats !== null;
    const rows = x => {
        const size = sizeAt(x);
        const lines = [powerTick(x), count(size.params)];
        if (!narrow) lines.push(count(size.tokens));
        if (loss) lines.push(at(x, p => p.pretrain_loss_nats).toFixed(2));
        return lines.join('\n');
    };
    const names = ['FLOPs', 'params'].concat(narrow ? [] : ['tokens'], loss ? ['nats'] : []);
    return { rows, names };
}

function xAxis(t, narrow) {
    if (!overCompute())
        return axis(t, 'Pretraining loss, nats (better models →)', {
            type: 'value', inverse: true, min: last(), max: first(), nameGap: 32, splitLine: { show: false },
            axisLabel: { color: t.muted, fontSize: 12, formatter: x => x.toFixed(2), showMinLabel: false, showMaxLabel: false },
        });
    const { rows } = ticks(t, narrow);
    return axis(t, '', {
        type: 'log', min: first(), max: last(), splitNumber: narrow ? 3 : 6, splitLine: { show: false },
        axisLabel: { color: t.muted, fontSize: 12, lineHeight: 17, formatter: rows, showMinLabel: false, showMaxLabel: false, hideOverlap: true },
    });
}

const line = (t, name, data, style, more) => ({
    type: 'line', name, data, symbol: 'none', silent: true, z: 2, lineStyle: { color: t.accent, width: 2.5, ...style },
    itemStyle: { color: style?.color ?? t.accent }, ...more,
});

function marks(t, narrow) {
    const placed = now.marks.filter(m => m.x !== null);
    const amounts = [...new Set(placed.filter(m => m.point.regime === 'finetuned').map(m => m.point.examples))].sort((a, b) => a - b);
    const groups = amounts.map((examples, i) => {
        const j = sixth(i, amounts.length);
        return { name: plural(examples, 'example'), colour: t.amounts[j], shape: SHAPES[j], rows: placed.filter(m => m.point.regime === 'finetuned' && m.point.examples === examples), size: narrow ? 5 : 7, faint: 0.55 };
    });
    const fewShot = placed.filter(m => m.point.regime === 'few_shot');
    const name = task.shots + '-shot';
    groups.unshift({ name, colour: t.ink, shape: 'circle', rows: fewShot.filter(m => m.point.split !== 'held_out'), size: narrow ? 8 : 10, faint: 1 });
    groups.push({ name: name + ', held out', colour: t.ink, shape: 'circle', rows: fewShot.filter(m => m.point.split === 'held_out'), size: narrow ? 8 : 10, faint: 1, hollow: true });
    return groups.filter(g => g.rows.length > 0);
}

function markSeries(t, group) {
    const style = group.hollow
        ? { color: t.bg, borderColor: group.colour, borderWidth: 1.8 }
        : { color: group.colour, borderColor: t.bg, borderWidth: 0.8, opacity: group.faint };
    const series = [{
        type: 'scatter', name: group.name, symbol: group.shape, symbolSize: group.size, z: group.faint === 1 ? 5 : 3, itemStyle: style,
        data: group.rows.map(m => ({ value: [m.x, m.point.accuracy], point: m.point })),
    }];
    if (group.faint === 1)
        series.unshift(bars(group.name, group.rows.map(m => [m.x, m.point.wilson90.low, m.point.wilson90.high]), group.colour, 1.3));
    return series;
}

function tip(item) {
    const p = item.data.point;
    if (!p) return '';
    return [
        p.model + (p.split === 'held_out' ? ' (held out)' : ''),
        p.regime === 'few_shot' ? task.shots + '-shot' : 'finetuned on ' + plural(p.examples, 'example'),
        'accuracy ' + decimal3(p.accuracy) + ' (' + decimal3(p.wilson90.low) + ' to ' + decimal3(p.wilson90.high) + ')',
        p.train_flops === null ? '' : 'its own compute ' + flops(p.train_flops) + ' FLOPs',
        p.pretrain_loss_nats === null ? '' : 'loss ' + decimal3(p.pretrain_loss_nats) + ' nats',
    ].filter(words => words).join('\n');
}

/** The planned run with its 90% interval, and the line by which it is taken hold of. */
function planned(t) {
    const x = place();
    if (x === null) return [];
    const still = dragged === null && now.forecast.accuracy !== null;
    const score = still ? now.forecast.accuracy : { q05: at(x, p => p.q05), median: at(x, p => p.median), q95: at(x, p => p.q95) };
    return [
        line(t, 'planned run', [], { color: t.ink }, {
            z: 6,
            markLine: {
                symbol: 'none', silent: true, animation: false, precision: 12, lineStyle: { color: t.ink, type: 'dashed', width: 1.5 },
                label: { show: true, position: 'end', formatter: 'planned run', color: t.ink, fontSize: 12, fontWeight: 'bold' },
                data: [{ xAxis: x }],
            },
        }),
        bars('planned run', [[x, score.q05, score.q95]], t.ink, 3),
        {
            type: 'scatter', name: 'planned run', symbol: 'diamond', symbolSize: 19, z: 8, cursor: form ? 'ew-resize' : 'default',
            itemStyle: { color: t.accent, borderColor: t.ink, borderWidth: 2 }, data: [{ value: [x, score.median] }],
        },
    ];
}

/** Where accuracy leaves its floor: a bar on the guessing line. */
function emergence(t) {
    const { q05, median, q95 } = now.chart.emergence;
    if (q05 === null && median === null) return [];
    const inside = x => Math.min(Math.max(x, Math.min(first(), last())), Math.max(first(), last()));
    const y = task.trivial_accuracy;
    const end = q95 ?? last();
    const series = [line(t, 'emergence, 90%', [[inside(q05 ?? first()), y], [inside(end), y]], { width: 5, opacity: 0.5, cap: 'round', color: t.chance }, { z: 4 })];
    if (median !== null && share(median) >= 0 && share(median) <= 1)
        series.push({ type: 'scatter', name: 'emergence, 90%', symbol: 'rect', symbolSize: [3, 15], z: 5, silent: true, itemStyle: { color: t.chance }, data: [[median, y]] });
    return series;
}

function lines(t, narrow) {
    const label = words => ({ show: true, position: 'insideStartTop', color: t.ink, fontSize: 12, formatter: words });
    const tested = now.chart.tested_from !== null && now.chart.tested_to !== null;
    return line(t, 'guessing', [], {}, {
        markLine: {
            symbol: 'none', silent: true, animation: false, precision: 12,
            data: [
                { yAxis: task.trivial_accuracy, lineStyle: { color: t.chance, type: 'dotted', width: 1.6 }, label: { ...label('guessing'), position: 'insideStartBottom' } },
                ...(level() === null ? [] : [{ yAxis: level(), lineStyle: { color: t.good, type: 'dashed', width: 1.8 }, label: label('level ' + decimal3(level())) }]),
            ],
        },
        markArea: tested ? {
            silent: true, itemStyle: { color: t.band, opacity: 0.5 }, label: { color: t.muted, fontSize: 12, position: 'insideTop', formatter: 'tested' },
            data: [[{ xAxis: now.chart.tested_from, name: 'tested' }, { xAxis: now.chart.tested_to }]],
        } : undefined,
    });
}

function option(t, narrow) {
    const points = now.chart.points, xs = points.map(p => p.x);
    const groups = marks(t, narrow);
    const heights = [level() ?? task.trivial_accuracy, task.trivial_accuracy].concat(
        points.flatMap(p => [p.q05, p.q95]), groups.flatMap(g => g.rows.map(m => m.point.accuracy)));
    const names = overCompute() ? ticks(t, narrow).names : [];
    const left = narrow ? 54 : 76;
    return {
        grid: { left, right: narrow ? 12 : 22, top: 30, bottom: (overCompute() ? 20 + 17 * names.length : 50) + (narrow ? 118 : 66) },
        legend: {
            bottom: 0, itemWidth: 12, itemHeight: 12, itemGap: narrow ? 10 : 15, textStyle: { color: t.ink, fontSize: 12 }, selectedMode: false,
            data: groups.map(g => ({ name: g.name, icon: g.shape, itemStyle: g.hollow ? { color: t.bg, borderColor: g.colour, borderWidth: 1.6 } : { color: g.colour } })).concat([
                { name: 'forecast, median', icon: 'path://M0,0 L12,0 L12,3 L0,3 Z', itemStyle: { color: t.accent } },
                { name: '50%', icon: 'rect', itemStyle: { color: t.accent, opacity: 0.34 } },
                { name: '90%', icon: 'rect', itemStyle: { color: t.accent, opacity: 0.16 } },
                { name: 'emergence, 90%', icon: 'path://M0,0 L12,0 L12,5 L0,5 Z', itemStyle: { color: t.chance } },
            ]),
        },
        graphic: names.map((name, i) => ({
            type: 'text', left: 0, bottom: (narrow ? 118 : 66) + 17 * (names.length - 1 - i) + 13, silent: true,
            style: { text: name, fill: t.muted, font: '12px ' + getComputedStyle(document.body).fontFamily },
        })),
        tooltip: {
            renderMode: 'richText', trigger: 'item', formatter: tip, backgroundColor: t.surface, borderColor: t.line,
            textStyle: { color: t.ink, fontSize: 13 }, confine: true,
        },
        xAxis: xAxis(t, narrow),
        yAxis: unitAxis(t, task.metric === 'accuracy' ? 'Accuracy' : 'Accuracy, ' + task.metric, { ...accuracyRange(heights), nameGap: 36 }),
        series: [
            band('90%', xs, points.map(p => p.q05), points.map(p => p.q95), t.fan90),
            band('50%', xs, points.map(p => p.q25), points.map(p => p.q75), t.fan50),
            line(t, 'forecast, median', points.map(p => [p.x, p.median])),
            lines(t, narrow),
            ...emergence(t),
            ...groups.flatMap(g => markSeries(t, g)),
            ...planned(t),
        ],
    };
}

const chart = now.chart ? draw('fan', option) : null;

/** Three digits, as a person would type them. */
const typed = value => value >= 999.5 && value < 9.99e14 ? count(value) : String(Number(value.toPrecision(3)));

/** Writes a place of the axis into the fields: along the path, in the terms in which the run was planned. */
function write(x) {
    const set = (name, text) => { form.elements[name].value = text; };
    if (!overCompute()) {
        set('pretrain_loss_nats', x.toFixed(3));
        return;
    }
    set('pretrain_loss_nats', '');
    if (run().params !== null && run().tokens !== null) {
        const size = sizeAt(x);
        set('params', typed(size.params));
        set('tokens', typed(size.tokens));
        set('train_flops', '');
    } else {
        set('train_flops', x.toExponential(1).replace('+', ''));
    }
}

let asking = null, again = false;

/** Asks the server for what the fields say; one question at a time, the newest last. */
async function ask() {
    if (asking) {
        again = true;
        return;
    }
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== '')).toString();
    asking = fetch(document.querySelector('a.alone').href + '?' + query).then(answer => answer.text()).catch(() => null);
    const text = await asking;
    asking = null;
    // nothing comes back where the page is being left, or the service is gone; what is shown stays
    if (text !== null) show(new DOMParser().parseFromString(text, 'text/html'), query);
    if (again) {
        again = false;
        await ask();
    }
}

function show(answer, query) {
    const data = answer.getElementById('view'), words = answer.getElementById('answers');
    if (!data || !words) return;
    for (const field of form.elements) {
        const other = answer.getElementById(field.id), note = document.getElementById(field.id + '-note');
        if (!other || !note) continue;
        field.toggleAttribute('aria-invalid', other.hasAttribute('aria-invalid'));
        if (other.hasAttribute('aria-invalid')) field.setAttribute('aria-invalid', 'true');
        note.replaceChildren(...answer.getElementById(field.id + '-note').childNodes);
    }
    for (const id of ['answers', 'fan-caption', 'fan-table']) {
        const fresh = answer.getElementById(id);
        if (fresh) document.getElementById(id).replaceChildren(...fresh.childNodes);
    }
    headline(answer);
    picture(answer.getElementById('fan'));
    const asked = JSON.parse(data.textContent).cockpit;
    if (asked.forecast === null || asked.chart === null) return;
    now = asked;
    history.replaceState(null, '', form.action + '?' + query + location.hash);
    follow(query);
    if (!again) dragged = null;
    slide();
    chart.redraw();
}

/** The server's picture follows as long as it stands there; the drawn chart has the numbers. */
function picture(fresh) {
    const place = document.getElementById('fan');
    if (!fresh) return;
    place.dataset.label = fresh.getAttribute('aria-label');
    if (place.dataset.drawn) return;
    place.setAttribute('aria-label', place.dataset.label);
    place.replaceChildren(...fresh.childNodes);
}

/** What is taken along is of the run that is shown. */
function follow(query) {
    const plan = new URLSearchParams(query);
    plan.delete('tour');
    for (const link of document.querySelectorAll('a.follows')) link.href = link.href.split('?')[0] + '?' + plan;
}

/** The verdict follows; a reason that is open stays open. */
function headline(answer) {
    const old = document.getElementById('headline'), fresh = answer.getElementById('headline');
    const open = [...old.querySelectorAll('details')].map(d => d.open);
    old.replaceChildren(...fresh.childNodes);
    old.querySelectorAll('details').forEach((d, i) => { d.open = open[i] ?? false; });
}

function slide() {
    if (!slider || place() === null) return;
    slider.value = Math.round(share(place()) * Number(slider.max));
    slider.setAttribute('aria-valuetext', overCompute() ? flops(place()) + ' FLOPs' : decimal3(place()) + ' nats');
}

function moveTo(s) {
    dragged = unshare(Math.min(0.995, Math.max(0.005, s)));
    write(dragged);
    slide();
    chart.redraw();
    ask();
}

/** The planned run can be dragged in the drawn chart. */
function handle(drawn) {
    const zr = drawn.getZr();
    let holding = false;
    const inside = e => drawn.containPixel('grid', [e.offsetX, e.offsetY]);
    const shareOf = e => share(drawn.convertFromPixel({ xAxisIndex: 0 }, e.offsetX));
    const near = e => place() !== null && Math.abs(drawn.convertToPixel({ xAxisIndex: 0 }, place()) - e.offsetX) < 14;
    zr.on('mousedown', e => { holding = inside(e) && near(e); });
    zr.on('mousemove', e => {
        document.getElementById('fan').style.cursor = holding || near(e) ? 'ew-resize' : '';
        if (holding) moveTo(shareOf(e));
    });
    for (const end of ['mouseup', 'globalout']) zr.on(end, () => { holding = false; });
}

function slidable() {
    slider.parentElement.hidden = false;
    slider.addEventListener('input', () => moveTo(Number(slider.value) / Number(slider.max)));
    slide();
}

if (form && chart) {
    chart.ready.then(handle);
    slidable();
    let waiting;
    form.addEventListener('input', e => {
        if (e.target === slider) return;
        clearTimeout(waiting);
        waiting = setTimeout(ask, 300);
    });
    form.addEventListener('submit', e => {
        if (e.submitter?.formMethod === 'post') return;
        e.preventDefault();
        ask();
    });
}
