// Two families on one task: few-shot accuracy and probability of the level against loss, and the latter against compute.
import { draw, flopsAxis, lossAxis, percentTick, unitAxis, view } from './chart.js';
import { decimal3, flops } from './display.js';

const { a, b } = view.race;

function line(name, xs, ys, colour, dashed) {
    return {
        type: 'line', name, symbol: 'none', data: xs.map((x, i) => [x, ys[i]]),
        lineStyle: { color: colour, width: dashed ? 2 : 3, type: dashed ? 'dashed' : 'solid' }, itemStyle: { color: colour },
    };
}

const colours = t => [t.accent, t.fewShot];

const shared = (t, format) => ({
    grid: { left: 62, right: 28, top: 34, bottom: 108 },
    legend: { bottom: 0, textStyle: { color: t.ink, fontSize: 12 } },
    tooltip: {
        trigger: 'axis', renderMode: 'richText', confine: true, backgroundColor: t.surface, borderColor: t.line,
        textStyle: { color: t.ink, fontSize: 13 },
        formatter: items => [format(items[0].value[0]), ...items.map(i => i.seriesName + ' ' + decimal3(i.value[1]))].join('\n'),
    },
});

const unit = (t, name) => unitAxis(t, name, { min: 0, max: 1, axisLabel: { color: t.muted, fontSize: 12, formatter: percentTick } });

if (a.loss_nats.length) draw('loss', (t, narrow) => ({
    ...shared(t, x => decimal3(x) + ' nats'),
    xAxis: lossAxis(t, narrow, { min: a.loss_nats[0], max: a.loss_nats[a.loss_nats.length - 1] }),
    yAxis: unit(t, 'Accuracy, probability'),
    series: [a, b].flatMap((side, i) => [
        line(side.name + ', accuracy', side.loss_nats, side.few_shot, colours(t)[i], false),
        line(side.name + ', P(reached)', side.loss_nats, side.reached_by_loss, colours(t)[i], true),
    ]),
}));

if (a.flops.length) draw('flops', t => ({
    ...shared(t, x => flops(x) + ' FLOPs'),
    xAxis: flopsAxis(t, { min: a.flops[0] / 4, max: a.flops[a.flops.length - 1] * 4 }),
    yAxis: unit(t, 'Probability'),
    series: [a, b].map((side, i) => line(side.name, side.flops, side.reached_by_flops, colours(t)[i], true)),
}));
