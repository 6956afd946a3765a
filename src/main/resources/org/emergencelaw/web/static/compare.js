// Predicted interval and observed accuracy of each held-out checkpoint.
import { accuracyRange, bars, doublingsAxis, draw, lossAxis, unitAxis, view } from './chart.js';
import { decimal3 } from './display.js';

const comparison = view.comparison;
const { predicted, seen } = comparison;
// by loss where every checkpoint has one, else by doublings of compute
const byLoss = comparison.checkpoints.every(c => c.pretrain_loss_nats !== null);
const place = c => byLoss ? c.pretrain_loss_nats : c.doublings;
const checkpoints = comparison.checkpoints.filter(c => place(c) !== null);
const told_at = byLoss ? predicted.median : comparison.predicted_doublings.median;
const seen_at = byLoss ? (seen ? seen.loss_nats : null) : comparison.seen_doublings;
const trivial = view.study.task.trivial_accuracy;
const told = checkpoints.filter(c => c.predicted !== null);

function tip(item) {
    const c = item.data.row;
    if (!c) return '';
    const words = [c.model, 'observed ' + decimal3(c.observed) + ' (' + decimal3(c.wilson90.low) + ' to ' + decimal3(c.wilson90.high) + ')'];
    if (c.predicted)
        words.push('predicted ' + decimal3(c.predicted.median) + ' (' + decimal3(c.predicted.q05) + ' to ' + decimal3(c.predicted.q95) + ')');
    return words.concat(byLoss ? 'loss ' + decimal3(place(c)) + ' nats' : decimal3(place(c)) + ' doublings of compute').join('\n');
}

/** Predicted and seen elbow, labelled away from each other, or one above the other where both lie at the same end of the chart. */
function elbows(t, least, most) {
    const at = told_at;
    const inside = x => x !== null && x >= least && x <= most;
    const predictedLeft = seen_at === null || (byLoss ? at >= seen_at : at <= seen_at);
    const share = x => (byLoss ? most - x : x - least) / (most - least);
    // away from each other, but not out of the chart
    const side = (x, left) => share(x) < 0.25 ? 'left' : share(x) > 0.75 ? 'right' : left ? 'right' : 'left';
    const meet = inside(at) && inside(seen_at) && Math.abs(share(at) - share(seen_at)) < 0.3
        && side(at, predictedLeft) === side(seen_at, !predictedLeft);
    const label = (word, x, left, lift) =>
        ({ formatter: word + ' ' + decimal3(x), position: 'end', align: side(x, left), padding: [0, 4, lift, 4] });
    const lines = [];
    if (inside(at)) lines.push({ xAxis: at, lineStyle: { color: t.accent }, label: label('predicted', at, predictedLeft, meet ? 15 : 0) });
    if (inside(seen_at))
        lines.push({ xAxis: seen_at, lineStyle: { color: t.ink }, label: label('observed', seen_at, !predictedLeft, 0) });
    return lines;
}

draw('plot', (t, narrow) => {
    const losses = checkpoints.map(place).concat(seen_at === null ? [] : [seen_at]);
    const known = [told_at].filter(x => x !== null);
    const pad = 0.08 * (Math.max(...losses, ...known) - Math.min(...losses, ...known)) || 0.05;
    const least = Math.min(...losses, ...known) - pad, most = Math.max(...losses, ...known) + pad;
    const wide = told.map(c => [place(c), c.predicted.q05, c.predicted.q95]);
    const heights = [trivial, ...wide.flatMap(b => b.slice(1)), ...checkpoints.flatMap(c => [c.wilson90.low, c.wilson90.high])];
    return {
        grid: { left: narrow ? 52 : 64, right: 24, top: 34, bottom: 92 },
        legend: {
            bottom: 0, itemWidth: 12, itemHeight: 12, textStyle: { color: t.ink, fontSize: 12 },
            data: [
                { name: 'predicted median and 90% interval', icon: 'roundRect', itemStyle: { color: t.accent } },
                { name: 'observed', icon: 'circle', itemStyle: { color: t.bg, borderColor: t.ink, borderWidth: 1.6 } },
                { name: 'guessing', icon: 'path://M0,0 L12,0 L12,2 L0,2 Z', itemStyle: { color: t.chance } },
            ],
        },
        tooltip: { renderMode: 'richText', trigger: 'item', formatter: tip, backgroundColor: t.surface, borderColor: t.line, textStyle: { color: t.ink, fontSize: 13 }, confine: true },
        xAxis: byLoss ? lossAxis(t, narrow, { min: least, max: most }) : doublingsAxis(t, { min: least, max: most }),
        yAxis: unitAxis(t, 'Few-shot accuracy (0 to 1)', accuracyRange(heights)),
        series: [
            {
                type: 'line', name: 'guessing', symbol: 'none', silent: true, z: 1, data: [[least, trivial], [most, trivial]],
                lineStyle: { color: t.chance, type: 'dotted', width: 1.6 }, itemStyle: { color: t.chance },
                markLine: { symbol: 'none', silent: true, precision: 6, animation: false, label: { color: t.ink, fontSize: 12 }, lineStyle: { type: 'dashed', width: 1.3 }, data: elbows(t, least, most) },
            },
            bars('predicted median and 90% interval', wide, t.accent, narrow ? 7 : 10),
            {
                type: 'scatter', name: 'predicted median and 90% interval', symbol: 'rect', symbolSize: [narrow ? 14 : 20, 3], z: 4, itemStyle: { color: t.accent },
                data: told.map(c => ({ value: [place(c), c.predicted.median], row: c })),
            },
            bars('observed', checkpoints.map(c => [place(c), c.wilson90.low, c.wilson90.high]), t.ink, 1.4),
            {
                type: 'scatter', name: 'observed', symbol: 'circle', symbolSize: 10, z: 5,
                itemStyle: { color: t.bg, borderColor: t.ink, borderWidth: 1.6 },
                data: checkpoints.map(c => ({ value: [place(c), c.observed], row: c })),
            },
        ],
    };
});
