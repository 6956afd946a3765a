// What every chart shares: colours of the page, axes, and drawing again when size or colour scheme changes.

import { flops } from './display.js';
import { offer } from './take.js';

let loading = null;

/** Wishes for charts that the library did not come for. */
const unserved = new Set();

/** The chart library, fetched with the first chart that needs it, and again by the next wish where it did not come. */
const library = () => loading ??= new Promise((done, failed) => {
    const script = document.createElement('script');
    script.src = document.documentElement.dataset.charts;
    script.onload = () => done(window.echarts);
    script.onerror = () => {
        loading = null;
        script.remove();
        failed(new Error('the chart library did not come'));
    };
    document.head.append(script);
});

/** After what the browser has to do at once. */
const whenIdle = window.requestIdleCallback ?? (work => setTimeout(work, 50));

/** The record behind the page, the same that its .json address shows. */
export const view = JSON.parse(document.getElementById('view').textContent);

/** Marker shapes, data amounts from few to many; the circle is kept for few-shot. */
export const SHAPES = [
    'rect',
    'triangle',
    'diamond',
    'path://M0,0 L10,0 L5,9 Z',
    'path://M5,0 L9.8,3.5 L8,9 L2,9 L0.2,3.5 Z',
    'path://M3.5,0 L6.5,0 L6.5,3.5 L10,3.5 L10,6.5 L6.5,6.5 L6.5,10 L3.5,10 L3.5,6.5 L0,6.5 L0,3.5 L3.5,3.5 Z',
];

/** Place of the i-th of n amounts among six; more than six share, in order. */
export const sixth = (i, n) => n <= 1 ? 0 : n <= 6 ? Math.round(i * 5 / (n - 1)) : Math.floor(i * 6 / n);

export function theme() {
    const style = getComputedStyle(document.documentElement);
    const colour = name => style.getPropertyValue('--' + name).trim();
    return {
        ink: colour('ink'),
        muted: colour('muted'),
        line: colour('line'),
        bg: colour('bg'),
        surface: colour('surface'),
        accent: colour('accent'),
        fewShot: colour('few-shot'),
        band: colour('band'),
        chance: colour('chance'),
        good: colour('good'),
        fan50: colour('fan-50'),
        fan90: colour('fan-90'),
        amounts: [0, 1, 2, 3, 4, 5].map(i => colour('amount-' + i)),
    };
}

/** A tick of an axis: unlike a probability that is told, it may be 0% or 100%. */
export const percentTick = value => Math.round(100 * value) + '%';

/** A tick of a logarithmic axis, mostly a whole power of ten. */
export const powerTick = value => flops(value).replace('1.0 × ', '');

/** An axis in the colours of the page. */
export function axis(t, name, extra) {
    return {
        name,
        nameLocation: 'middle',
        nameTextStyle: { color: t.muted, fontSize: 13 },
        axisLine: { show: true, lineStyle: { color: t.line } },
        axisTick: { lineStyle: { color: t.line } },
        axisLabel: { color: t.muted, fontSize: 12, hideOverlap: true },
        splitLine: { lineStyle: { color: t.line, opacity: 0.6 } },
        ...extra,
    };
}

/** Loss, better models to the right. */
export function lossAxis(t, narrow, extra) {
    const a = axis(t, narrow ? 'Pretraining loss, nats (better →)' : 'Pretraining loss, nats per token (better models →)', {
        type: 'value', inverse: true, scale: true, nameGap: 32, splitLine: { show: false }, ...extra,
    });
    a.axisLabel = { ...a.axisLabel, formatter: x => x.toFixed(2), showMinLabel: false, showMaxLabel: false };
    return a;
}

/** Compute on a logarithmic scale. */
export function flopsAxis(t, extra) {
    const a = axis(t, 'Training compute, FLOPs (log scale)', {
        type: 'log', nameGap: 32, splitNumber: 5, splitLine: { show: false }, ...extra,
    });
    a.axisLabel = { ...a.axisLabel, formatter: powerTick, showMinLabel: false, showMaxLabel: false };
    return a;
}

/** Doublings of compute past the strongest visible checkpoint, better models to the right. */
export function doublingsAxis(t, extra) {
    const a = axis(t, 'Doublings of compute past the visible checkpoints', {
        type: 'value', scale: true, nameGap: 32, splitLine: { show: false }, ...extra,
    });
    a.axisLabel = { ...a.axisLabel, formatter: x => x.toFixed(1), showMinLabel: false, showMaxLabel: false };
    return a;
}

/** A probability or an accuracy; with the values on the right of a reversed x axis, the labels stay on the left. */
export function unitAxis(t, name, extra) {
    return axis(t, name, { type: 'value', nameGap: 44, position: 'left', ...extra });
}

/** Bounds and ticks of an accuracy axis that holds these values, on whole tenths. */
export function accuracyRange(values) {
    const step = Math.max(...values) - Math.min(...values) > 0.62 ? 0.2 : 0.1;
    const low = Math.max(0, Math.floor((Math.min(...values) - 0.005) / step) * step);
    const high = Math.min(1, Math.ceil((Math.max(...values) + 0.02) / step) * step);
    return { min: Number(low.toFixed(1)), max: Number(high.toFixed(1)), interval: step };
}

/** Vertical bars from low to high with short caps, as [x, low, high]. */
export function bars(name, data, colour, width) {
    return {
        type: 'custom', name, data, silent: true, z: 3, clip: true,
        encode: { x: 0, y: [1, 2] },
        renderItem(params, api) {
            const low = api.coord([api.value(0), api.value(1)]);
            const high = api.coord([api.value(0), api.value(2)]);
            return {
                type: 'line',
                shape: { x1: low[0], y1: low[1], x2: high[0], y2: high[1] },
                style: { stroke: colour, lineWidth: width, opacity: 0.55 },
            };
        },
    };
}

/** The area between two lines over one grid. */
export function band(name, xs, low, high, colour) {
    return {
        type: 'custom', name, data: [[xs[0], low[0]]], numbers: xs.map((x, i) => [x, low[i], high[i]]), silent: true, z: 1, clip: true,
        renderItem(params, api) {
            const points = xs.map((x, i) => api.coord([x, high[i]]));
            for (let i = xs.length - 1; i >= 0; i--) points.push(api.coord([xs[i], low[i]]));
            const area = params.coordSys;
            return {
                type: 'polygon',
                shape: { points: window.echarts.graphic.clipPointsByRect(points, area) },
                style: { fill: colour },
            };
        },
    };
}

/** Something that went wrong, and a way on. */
function notice(words, way, act) {
    const text = document.createElement('p'), button = document.createElement('button');
    text.className = 'note';
    text.setAttribute('role', 'alert');
    button.type = 'button';
    button.className = 'button plain';
    button.textContent = way;
    button.addEventListener('click', act);
    text.append(words + ' ', button);
    return text;
}

/**
 * A chart in the element with this id. Where the server has drawn a picture there, it stays until somebody reaches for the chart: the
 * library costs more than all else of a page. Where there is none, it is drawn as soon as the browser has time.
 * @param option a function from the theme and whether the screen is narrow to an ECharts option
 * @returns `redraw` for when the data have changed, `want` to have it drawn at once, and `ready`, which gives the drawn chart
 */
export function draw(id, option) {
    const place = document.getElementById(id);
    if (!place) return null;
    let chart = null, wanted = null, missing = null, told;
    const show = () => {
        if (!chart) return;
        const t = theme();
        const narrow = place.clientWidth < 560;
        chart.setOption({
            animation: false,
            backgroundColor: 'transparent',
            textStyle: { fontFamily: getComputedStyle(document.body).fontFamily, color: t.ink },
            aria: {
                enabled: true,
                label: { description: place.dataset.label },
                decal: { show: matchMedia('(prefers-contrast: more)').matches },
            },
            tooltip: {
                renderMode: 'richText', backgroundColor: t.surface, borderColor: t.line,
                textStyle: { color: t.ink, fontSize: 13 }, confine: true,
            },
            ...option(t, narrow),
        }, true);
    };
    const begin = echarts => {
        unserved.delete(want);
        missing?.remove();
        place.dataset.label ??= place.getAttribute('aria-label');
        place.replaceChildren();
        chart = echarts.init(place, null, { renderer: 'svg' });
        show();
        matchMedia('(prefers-color-scheme: dark)').addEventListener('change', show);
        matchMedia('(prefers-contrast: more)').addEventListener('change', show);
        new ResizeObserver(() => { chart.resize(); show(); }).observe(place);
        place.dataset.drawn = 'true';
        told(chart);
        return chart;
    };
    const ready = new Promise(done => { told = done; });
    const missed = broken => {
        wanted = null;
        unserved.add(want);
        missing ??= notice('The chart could not be loaded.', 'Try again', () => unserved.forEach(wish => wish()));
        place.after(missing);
        throw broken;
    };
    const want = () => wanted ??= library().then(begin, missed);
    if (place.querySelector('.picture'))
        for (const touch of ['pointerenter', 'pointerdown']) place.addEventListener(touch, want);
    else whenIdle(want);
    offer(place, want);
    return { redraw: show, want, ready };
}
