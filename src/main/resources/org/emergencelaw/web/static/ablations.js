// Point of emergence by the emergence law, each time with something left out or changed.
import { draw, unitAxis } from './chart.js';
import { decimal3, label } from './display.js';

export function drawAblations(all, seen) {
    draw('ablations', (t, narrow) => option(all, seen, t, narrow));
}

/** A dashed line where the elbow was observed; undefined where it was not. */
export function seenLine(t, seen, axis) {
    if (seen === null) return undefined;
    return {
        symbol: 'none', silent: true, animation: false, precision: 6, data: [{ [axis]: seen }],
        lineStyle: { color: t.ink, type: 'dashed', width: 1.4 },
        label: { formatter: 'observed ' + decimal3(seen), position: axis === 'yAxis' ? 'insideEndTop' : 'end', color: t.ink, fontSize: 12 },
    };
}

/** Bounds of an axis that holds these values with some air. */
export function padded(values) {
    const least = Math.min(...values), most = Math.max(...values), pad = 0.08 * (most - least) || 0.05;
    return { min: Number((least - pad).toFixed(2)), max: Number((most + pad).toFixed(2)) };
}

function option(all, seen, t, narrow) {
    const rows = all.filter(row => row.loss_nats.median !== null).reverse();
    const spans = rows.map((row, i) => [row.loss_nats.q05 ?? row.loss_nats.median, row.loss_nats.q95 ?? row.loss_nats.median, i]);
    return {
        grid: { left: narrow ? 150 : 270, right: 24, top: 28, bottom: 56 },
        tooltip: {
            renderMode: 'richText', trigger: 'item', backgroundColor: t.surface, borderColor: t.line,
            textStyle: { color: t.ink, fontSize: 13 }, confine: true,
            formatter: item => {
                const row = rows[item.value[1]];
                return row.description + '\n' + decimal3(row.loss_nats.median) + ' nats' + (row.loss_nats.q05 === null || row.loss_nats.q95 === null ? '' : ' (' + decimal3(row.loss_nats.q05) + ' to ' + decimal3(row.loss_nats.q95) + ')') + '\n' + label(row.verdict);
            },
        },
        xAxis: {
            ...unitAxis(t, 'Point of emergence, nats', { nameGap: 32, position: 'bottom', scale: true, ...padded(spans.flatMap(s => s.slice(0, 2)).concat(seen === null ? [] : [seen])) }),
            axisLabel: { color: t.muted, fontSize: 12, formatter: x => x.toFixed(2), hideOverlap: true },
        },
        yAxis: {
            type: 'category', data: rows.map(row => row.description), axisLine: { lineStyle: { color: t.line } }, axisTick: { show: false },
            axisLabel: { color: t.ink, fontSize: narrow ? 10 : 12, width: narrow ? 140 : 255, overflow: 'truncate', interval: 0 },
        },
        series: [
            {
                type: 'custom', name: '90% interval', data: spans, silent: true, z: 3, encode: { x: [0, 1], y: 2 },
                renderItem(params, api) {
                    const from = api.coord([api.value(0), api.value(2)]), to = api.coord([api.value(1), api.value(2)]);
                    return { type: 'line', shape: { x1: from[0], y1: from[1], x2: to[0], y2: to[1] }, style: { stroke: t.accent, lineWidth: 4, opacity: 0.5 } };
                },
            },
            {
                type: 'scatter', name: 'median', symbolSize: 9, z: 4, itemStyle: { color: t.accent },
                data: rows.map((row, i) => [row.loss_nats.median, i]), markLine: seenLine(t, seen, 'xAxis'),
            },
        ],
    };
}
