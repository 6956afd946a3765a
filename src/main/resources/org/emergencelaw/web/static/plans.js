// P of reaching the level over params and tokens, with lines of the same compute and of the same probability.
import { axis, draw, view } from './chart.js';
import { count, flops, percent } from './display.js';

const { grid, study } = view;
const { params, tokens } = grid;
const stepX = Math.sqrt(params[1] / params[0]), stepY = Math.sqrt(tokens[1] / tokens[0]);
const cells = tokens.flatMap((t, i) => params.map((n, j) => [n, t, grid.p_reaches_level[i][j]]));
/** FLOPs per parameter and token, as the study counts. */
const perToken = study.convention.flops_per_param_token;

const logAxis = (t, name, values, step, extra) => axis(t, name, {
    type: 'log', min: values[0] / step, max: values[values.length - 1] * step, splitLine: { show: false },
    axisLabel: { color: t.muted, fontSize: 12, formatter: count, showMinLabel: false, showMaxLabel: false, hideOverlap: true }, ...extra,
});

function heat(t) {
    return {
        type: 'custom', name: 'P', data: cells, clip: true, encode: { x: 0, y: 1 }, z: 1,
        renderItem(params_, api) {
            const [n, tok, p] = [api.value(0), api.value(1), api.value(2)];
            const [x0, y0] = api.coord([n / stepX, tok * stepY]), [x1, y1] = api.coord([n * stepX, tok / stepY]);
            return {
                type: 'rect', shape: { x: x0, y: y0, width: x1 - x0 + 0.5, height: y1 - y0 + 0.5 },
                style: { fill: t.accent, opacity: 0.03 + 0.87 * p },
            };
        },
    };
}

const line = (name, data, style, label) => ({
    type: 'line', name, data, symbol: 'none', silent: true, clip: true, z: 3, lineStyle: style,
    endLabel: label ? { show: true, formatter: label, color: style.color, fontSize: 11, distance: 2 } : undefined,
});

/** The runs of one compute, from corner to corner of the grid. */
function sameCompute(t, c, style, label) {
    const points = [];
    for (let i = 0; i <= 60; i++) {
        const n = params[0] * Math.pow(params[params.length - 1] / params[0], i / 60);
        const tok = c / (perToken * n);
        if (tok >= tokens[0] / stepY && tok <= tokens[tokens.length - 1] * stepY) points.push([n, tok]);
    }
    return points.length < 2 ? [] : [{
        ...line(label, points, style),
        markPoint: {
            symbol: 'rect', symbolSize: 1, silent: true, animation: false, itemStyle: { color: 'transparent' },
            label: { show: true, formatter: label, color: t.ink, fontSize: 11, backgroundColor: t.bg, padding: [1, 3], borderRadius: 3 },
            data: [{ coord: points[Math.floor(points.length / 2)] }],
        },
    }];
}

function powers() {
    const least = Math.log10(perToken * params[0] * tokens[0]), most = Math.log10(perToken * params[params.length - 1] * tokens[tokens.length - 1]);
    const all = [];
    for (let k = Math.ceil(least); k <= most; k++) all.push(Math.pow(10, k));
    return all;
}

const star = (t, name, run, symbol) => run === null ? [] : [{
    type: 'scatter', name, symbol, symbolSize: 17, z: 6, itemStyle: { color: t.good, borderColor: t.bg, borderWidth: 2 },
    data: [{ value: [run.params, run.tokens], run }],
}];

function tip(item) {
    const run = item.data.run;
    const [n, tok, p] = run ? [run.params, run.tokens, run.p_reaches_level] : item.data;
    return [count(n) + ' parameters, ' + count(tok) + ' tokens', flops(perToken * n * tok) + ' FLOPs', 'P ' + percent(p)].join('\n');
}

const chart = draw('heat', (t, narrow) => ({
    grid: { left: narrow ? 56 : 68, right: 18, top: 16, bottom: narrow ? 96 : 84 },
    legend: {
        bottom: 0, itemWidth: 14, itemHeight: 12, textStyle: { color: t.ink, fontSize: 12 }, selectedMode: false,
        data: [
            { name: 'P ' + percent(grid.wanted), icon: 'path://M0,0 L12,0 L12,4 L0,4 Z', itemStyle: { color: t.ink } },
            { name: 'cheapest', icon: 'diamond', itemStyle: { color: t.good } },
        ].concat(grid.best_in_budget ? [{ name: 'likeliest of the budget', icon: 'circle', itemStyle: { color: t.good } }] : []),
    },
    tooltip: {
        renderMode: 'richText', trigger: 'item', formatter: tip, backgroundColor: t.surface, borderColor: t.line,
        textStyle: { color: t.ink, fontSize: 13 }, confine: true,
    },
    xAxis: logAxis(t, 'Parameters', params, stepX, { nameGap: 30 }),
    yAxis: logAxis(t, 'Training tokens', tokens, stepY, { nameGap: 48 }),
    series: [
        heat(t),
        ...powers().flatMap(c => sameCompute(t, c, { color: t.muted, width: 1, type: 'dotted' }, flops(c).replace('1.0 × ', ''))),
        line('P ' + percent(grid.wanted), grid.enough.map(r => [r.params, r.tokens]), { color: t.ink, width: 3 }),
        ...star(t, 'cheapest', grid.cheapest, 'diamond'),
        ...star(t, 'likeliest of the budget', grid.best_in_budget, 'circle'),
    ],
}));

chart.ready.then(drawn => drawn.on('click', item => {
    const run = item.data.run, [n, tok] = run ? [run.params, run.tokens] : item.data;
    location.assign(document.getElementById('in-cockpit').href + '?params=' + count(n) + '&tokens=' + count(tok) + '&level=' + grid.level);
}));
