// Diagnostics of a fit: distribution, profile, residuals, influence, priors against posteriors, pairs of draws.
import { SHAPES, axis, draw, lossAxis, percentTick, unitAxis, view } from './chart.js';
import { decimal3, label as nameFor, plural, signed3 } from './display.js';

const found = view.diagnostics;
const cdf = view.fit.emergence.loss_nats_cdf;
const amounts = [...new Set(found.residuals.filter(r => r.regime === 'finetuned').map(r => r.examples))].sort((a, b) => a - b);
const sixth = i => amounts.length <= 1 ? 0 : Math.min(5, Math.round(i * 5 / (amounts.length - 1)));
const nameOf = r => r.regime === 'few_shot' ? r.examples + '-shot' : plural(r.examples, 'example');

function tooltip(t, formatter) {
    return {
        renderMode: 'richText', trigger: 'item', confine: true, formatter,
        backgroundColor: t.surface, borderColor: t.line, textStyle: { color: t.ink, fontSize: 13 },
    };
}

function range(values, share) {
    const low = Math.min(...values), high = Math.max(...values);
    const pad = share * (high - low) || 0.02;
    return { min: low - pad, max: high + pad };
}

const level = (t, y) => ({
    symbol: 'none', silent: true, animation: false, label: { show: false }, lineStyle: { color: t.muted, type: 'dashed', width: 1.2 },
    data: y.map(value => ({ yAxis: value })),
});

if (cdf) draw('cdf', (t, narrow) => ({
    grid: { left: 62, right: 20, top: 20, bottom: 50 },
    xAxis: lossAxis(t, true, range(cdf.map(p => p.loss_nats), 0.08)),
    yAxis: unitAxis(t, 'Probability', { min: 0, max: 1, axisLabel: { color: t.muted, fontSize: 12, formatter: percentTick } }),
    series: [{
        type: 'line', symbol: 'none', data: cdf.map(p => [p.loss_nats, p.probability]),
        lineStyle: { color: t.accent, width: 2.5 }, itemStyle: { color: t.accent },
    }],
}));

if (found.profile) draw('profile', t => ({
    grid: { left: 62, right: 20, top: 20, bottom: 50 },
    xAxis: lossAxis(t, true, range(found.profile.points.map(p => p.emergence_loss_nats), 0.02)),
    yAxis: axis(t, 'Deviance', { type: 'value', nameGap: 40, position: 'left', min: 0, max: 12 }),
    series: [{
        type: 'line', symbol: 'none', clip: true, data: found.profile.points.map(p => [p.emergence_loss_nats, p.deviance]),
        lineStyle: { color: t.accent, width: 2.5 }, itemStyle: { color: t.accent }, markLine: level(t, [2.705543454]),
    }],
}));

/** Colour and shape of a row: its data amount, as on the study page. */
function look(t, r) {
    if (r.regime === 'few_shot') return { symbol: 'circle', color: t.fewShot };
    const place = sixth(amounts.indexOf(r.examples));
    return { symbol: SHAPES[place], color: t.amounts[place] };
}

const tip = item => {
    const r = item.data.row;
    return [
        r.model + ', ' + decimal3(r.pretrain_loss_nats) + ' nats',
        nameOf(r) + (r.regime === 'few_shot' ? '' : ', seed ' + r.seed),
        'accuracy ' + decimal3(r.accuracy) + ', fitted ' + decimal3(r.fitted),
        'standardised residual ' + decimal3(r.standardised),
    ].join('\n');
};

/** @param place from a row to its x, and the x axis */
function residualChart(id, place, xAxis, legend) {
    if (!found.residuals.length) return;
    draw(id, (t, narrow) => {
        const names = [...new Set(found.residuals.map(nameOf))];
        const reach = Math.max(3, ...found.residuals.map(r => Math.abs(r.standardised))) * 1.05;
        return {
            grid: { left: 56, right: 16, top: 14, bottom: (narrow ? 116 : 86) - (legend ? 0 : 10) },
            legend: {
                show: legend, bottom: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: t.ink, fontSize: 12 },
                data: names.map(name => {
                    const { symbol, color } = look(t, found.residuals.find(r => nameOf(r) === name));
                    return { name, icon: symbol, itemStyle: { color } };
                }),
            },
            tooltip: tooltip(t, tip),
            xAxis: xAxis(t, narrow),
            yAxis: axis(t, 'Standardised residual', { type: 'value', nameGap: 34, position: 'left', min: -reach, max: reach }),
            series: names.map((name, i) => {
                const rows = found.residuals.filter(r => nameOf(r) === name);
                const { symbol, color } = look(t, rows[0]);
                return {
                    type: 'scatter', name, symbol, symbolSize: narrow ? 7 : 9, itemStyle: { color, borderColor: t.bg, borderWidth: 0.8 },
                    data: rows.map(r => ({ value: [place(r), r.standardised], row: r })),
                    markLine: i === 0 ? level(t, [-1.645, 0, 1.645]) : undefined,
                };
            }),
        };
    });
}

const categories = (t, data) => axis(t, '', {
    type: 'category', data, splitLine: { show: false },
    axisLabel: { color: t.muted, fontSize: 11, rotate: 40, width: 110, overflow: 'truncate', interval: 'auto' },
});
const byName = [...new Set(found.residuals.map(nameOf))];
const checkpointOf = r => r.model + ' ' + decimal3(r.pretrain_loss_nats);
const checkpoints = [...found.residuals].sort((a, b) => b.pretrain_loss_nats - a.pretrain_loss_nats).map(checkpointOf);

residualChart('by-loss', r => r.pretrain_loss_nats,
    (t, narrow) => lossAxis(t, narrow, range(found.residuals.map(r => r.pretrain_loss_nats), 0.03)), true);
residualChart('by-amount', nameOf, t => categories(t, byName), false);
residualChart('by-model', checkpointOf, t => categories(t, [...new Set(checkpoints)]), false);

if (found.influence.length) draw('influence-plot', (t, narrow) => {
    const change = one => one.median_change ?? one.least_squares_change ?? 0;
    const most = found.influence.filter(one => one.unit !== 'row')
        .sort((a, b) => Math.abs(change(b)) - Math.abs(change(a))).slice(0, narrow ? 12 : 18).reverse();
    return {
        grid: { left: narrow ? 128 : 230, right: 24, top: 8, bottom: 52 },
        tooltip: tooltip(t, item => most[item.dataIndex].label + '\n' + signed3(item.value) + ' nats'),
        xAxis: axis(t, narrow ? 'Change without it, nats' : 'Change of E(D₀) without it, nats', {
            type: 'value', nameGap: 30, axisLabel: { color: t.muted, fontSize: 12, hideOverlap: true, formatter: x => String(Number(x.toFixed(4))) },
        }),
        yAxis: axis(t, '', {
            type: 'category', data: most.map(one => narrow ? one.label.replace(/ nats$/, '') : one.label), splitLine: { show: false },
            axisLabel: {
                color: t.ink, fontSize: narrow ? 10.5 : 12, width: narrow ? 118 : 216, overflow: 'truncate', interval: 0,
            },
        }),
        series: [{
            type: 'bar', data: most.map(one => ({
                value: change(one), itemStyle: { color: one.unit === 'checkpoint' ? t.accent : t.amounts[3] },
            })), barMaxWidth: 16,
        }],
    };
});

/** Places of small charts, in rows of so many. */
function panels(count, across, height) {
    const down = Math.ceil(count / across);
    return [...Array(count).keys()].map(i => ({
        left: (100 * (i % across) / across + 4) + '%', width: (100 / across - 7) + '%',
        top: (100 * Math.floor(i / across) / down + height[0]) + '%', height: (100 / down - height[1]) + '%',
    }));
}

const small = (t, gridIndex, extra) => ({
    ...axis(t, '', { type: 'value', scale: true, splitNumber: 2, splitLine: { show: false }, ...extra }), gridIndex,
});

if (found.beliefs.length) draw('beliefs-plot', (t, narrow) => {
    const shown = found.beliefs.filter(b => b.histogram.length);
    const across = narrow ? 2 : 3, down = Math.ceil(shown.length / across);
    const grids = panels(shown.length, across, [100 / down * 0.2, 100 / down * 0.42]);
    const outline = (b, density) => b.histogram.flatMap(bin => [[bin.from, bin[density]], [bin.to, bin[density]]]);
    const series = (b, i, density, colour) => ({
        type: 'line', name: density, xAxisIndex: i, yAxisIndex: i, symbol: 'none', silent: true, data: outline(b, density),
        lineStyle: { color: colour, width: 1.8 }, areaStyle: { color: colour, opacity: 0.14 }, itemStyle: { color: colour },
    });
    return {
        title: shown.map((b, i) => ({
            text: nameFor(b.parameter), left: grids[i].left, top: (parseFloat(grids[i].top) - 100 / down * 0.16) + '%',
            textStyle: { color: t.ink, fontSize: 12.5, fontWeight: 600 },
        })),
        grid: grids,
        xAxis: shown.map((b, i) => small(t, i, {
            min: b.histogram[0].from, max: b.histogram[b.histogram.length - 1].to,
            axisLabel: { color: t.muted, fontSize: 11, hideOverlap: true, showMinLabel: false, showMaxLabel: false },
        })),
        yAxis: shown.map((b, i) => small(t, i, { axisLabel: { show: false }, axisTick: { show: false } })),
        series: shown.flatMap((b, i) => [series(b, i, 'prior', t.fewShot), series(b, i, 'posterior', t.accent)]),
    };
});

if (found.pairs.points.length) draw('pairs-plot', (t, narrow) => {
    const exponent = found.pairs.correlations[0].second;
    const names = { emergence_loss_nats: 'E(D₀), nats', exponent, slope: 'slope' };
    const pairs = [['exponent', 'emergence_loss_nats'], ['slope', 'emergence_loss_nats'], ['slope', 'exponent']];
    const grids = narrow
        ? pairs.map((_, i) => ({ left: 62, right: 16, top: (33.3 * i + 2) + '%', height: '22%' }))
        : pairs.map((_, i) => ({ left: (33.3 * i + 5) + '%', width: '27%', top: 12, bottom: 52 }));
    const label = { color: t.muted, fontSize: 11, hideOverlap: true };
    return {
        grid: grids,
        xAxis: pairs.map(([x], i) => small(t, i, { name: names[x], nameGap: 26, splitNumber: 3, axisLabel: label })),
        yAxis: pairs.map(([, y], i) => small(t, i, { name: names[y], nameGap: 38, splitNumber: 4, axisLabel: label })),
        series: pairs.map(([x, y], i) => ({
            type: 'scatter', xAxisIndex: i, yAxisIndex: i, symbolSize: 4, silent: true,
            itemStyle: { color: t.accent, opacity: 0.45 }, data: found.pairs.points.map(p => [p[x], p[y]]),
        })),
    };
});
