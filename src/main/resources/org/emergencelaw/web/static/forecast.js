// Probability of beating guessing against compute, and the distribution of the point of emergence.
import { draw, flops, flopsAxis, lossAxis, percent, unitAxis, view } from './chart.js';

const { curves } = view;
const run = view.forecast.planned_run;

function line(t, points, step) {
    return {
        type: 'line', symbol: 'none', step, data: points.map(p => [p.x, p.y]),
        lineStyle: { color: t.accent, width: 2.5 }, itemStyle: { color: t.accent }, areaStyle: { color: t.accent, opacity: 0.08 },
    };
}

/** The planned run, as a line across the chart. */
function planned(t, x) {
    if (x === null || x === undefined) return {};
    return {
        markLine: {
            symbol: 'none', silent: true, animation: false, data: [{ xAxis: x }],
            lineStyle: { color: t.ink, type: 'dashed', width: 1.4 },
            label: { show: true, position: 'end', formatter: 'planned run', color: t.ink, fontSize: 12 },
        },
    };
}

const probability = t => unitAxis(t, 'Probability', {
    min: 0, max: 1, axisLabel: { color: t.muted, fontSize: 12, formatter: percent },
});

const grid = { left: 62, right: 28, top: 34, bottom: 56 };

const tip = format => ({
    trigger: 'axis', renderMode: 'richText', confine: true,
    formatter: items => format(items[0].value[0]) + '\n' + percent(items[0].value[1]),
});

draw('exceeds', t => ({
    grid,
    tooltip: { ...tip(x => flops(x) + ' FLOPs'), backgroundColor: t.surface, borderColor: t.line, textStyle: { color: t.ink } },
    xAxis: flopsAxis(t, { min: curves.exceeds_trivial[0].x, max: curves.exceeds_trivial[curves.exceeds_trivial.length - 1].x }),
    yAxis: probability(t),
    series: [{ ...line(t, curves.exceeds_trivial), ...planned(t, run.train_flops) }],
}));

draw('loss', t => ({
    grid,
    tooltip: { ...tip(x => x.toFixed(3) + ' nats'), backgroundColor: t.surface, borderColor: t.line, textStyle: { color: t.ink } },
    xAxis: lossAxis(t, { name: 'Pretraining loss, nats (better →)' }),
    yAxis: probability(t),
    series: [{ ...line(t, curves.emergence_loss_nats), ...planned(t, run.pretrain_loss_nats && run.pretrain_loss_nats.median) }],
}));

draw('flops', t => ({
    grid,
    tooltip: { ...tip(x => flops(x) + ' FLOPs'), backgroundColor: t.surface, borderColor: t.line, textStyle: { color: t.ink } },
    xAxis: flopsAxis(t),
    yAxis: probability(t),
    series: [{ ...line(t, curves.emergence_flops), ...planned(t, run.train_flops) }],
}));
