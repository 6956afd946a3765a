// Probability of the named level and of beating guessing against compute, and the distribution of the point of emergence.
import { draw, flopsAxis, lossAxis, percentTick, unitAxis, view } from './chart.js';
import { decimal3, flops, percent } from './display.js';

const { curves } = view;
const run = view.forecast.planned_run;

function line(t, points) {
    return {
        type: 'line', symbol: 'none', data: points.map(p => [p.x, p.y]),
        lineStyle: { color: t.accent, width: 2.5 }, itemStyle: { color: t.accent }, areaStyle: { color: t.accent, opacity: 0.08 },
    };
}

/** The planned run, as a line across the chart. */
function planned(t, x) {
    if (x === null || x === undefined) return {};
    return {
        markLine: {
            symbol: 'none', silent: true, animation: false, precision: 6, data: [{ xAxis: x }],
            lineStyle: { color: t.ink, type: 'dashed', width: 1.4 },
            label: { show: true, position: 'end', formatter: 'planned run', color: t.ink, fontSize: 12 },
        },
    };
}

const probability = t => unitAxis(t, 'Probability', {
    min: 0, max: 1, axisLabel: { color: t.muted, fontSize: 12, formatter: percentTick },
});

const grid = { left: 62, right: 28, top: 34, bottom: 56 };

const colours = t => ({ backgroundColor: t.surface, borderColor: t.line, textStyle: { color: t.ink, fontSize: 13 } });

const tip = format => ({
    trigger: 'axis', renderMode: 'richText', confine: true,
    formatter: items => format(items[0].value[0]) + '\n' + percent(items[0].value[1]),
});

const overCompute = points => t => ({
    grid,
    tooltip: { ...tip(x => flops(x) + ' FLOPs'), ...colours(t) },
    xAxis: flopsAxis(t, { min: points[0].x, max: points[points.length - 1].x }),
    yAxis: probability(t),
    series: [{ ...line(t, points), ...planned(t, run.train_flops) }],
});

draw('reaches', overCompute(curves.reaches_level));
draw('exceeds', overCompute(curves.exceeds_trivial));

/** The distribution carried on to both ends of its axis, so that it is seen to begin at nothing and where it ends. */
function whole(points, least, most) {
    const first = points[0], last = points[points.length - 1];
    const toRight = last.x >= first.x;
    return [{ x: toRight ? least : most, y: 0 }, { x: first.x, y: 0 }, ...points, { x: toRight ? most : least, y: last.y }];
}

const xs = points => points.map(p => p.x);

draw('loss', t => {
    const at = run.pretrain_loss_nats ? [run.pretrain_loss_nats.median] : [];
    const all = xs(curves.emergence_loss_nats).concat(at);
    const pad = 0.06 * (Math.max(...all) - Math.min(...all)) || 0.02;
    const least = Math.min(...all) - pad, most = Math.max(...all) + pad;
    return {
        grid,
        tooltip: { ...tip(x => decimal3(x) + ' nats'), ...colours(t) },
        xAxis: lossAxis(t, true, { min: least, max: most }),
        yAxis: probability(t),
        series: [{ ...line(t, whole(curves.emergence_loss_nats, least, most)), ...planned(t, at[0]) }],
    };
});

draw('flops', t => {
    const all = xs(curves.emergence_flops).concat(run.train_flops ?? []);
    const least = Math.min(...all) / 1.6, most = Math.max(...all) * 1.6;
    return {
        grid,
        tooltip: { ...tip(x => flops(x) + ' FLOPs'), ...colours(t) },
        xAxis: flopsAxis(t, { min: least, max: most }),
        yAxis: probability(t),
        series: [{ ...line(t, whole(curves.emergence_flops, least, most)), ...planned(t, run.train_flops) }],
    };
});
