// Distribution functions of the point of emergence, a line a method.
import { SHAPES, draw, lossAxis, percentTick, unitAxis, view } from './chart.js';
import { label } from './display.js';

const methods = view.methods.filter(m => m.fit.emergence.loss_nats_cdf);
const DASHES = ['solid', 'dashed', 'dotted', [8, 3, 2, 3], [2, 2], [12, 4]];

draw('methods-plot', (t, narrow) => {
    const all = methods.flatMap(m => m.fit.emergence.loss_nats_cdf.map(p => p.loss_nats));
    const pad = 0.05 * (Math.max(...all) - Math.min(...all)) || 0.02;
    const colour = i => i === 0 ? t.accent : t.amounts[i % 6];
    return {
        grid: { left: 62, right: 20, top: 20, bottom: narrow ? 130 : 92 },
        legend: {
            bottom: 0, itemWidth: 26, textStyle: { color: t.ink, fontSize: 12 },
            data: methods.map((m, i) => ({ name: label(m.method), icon: SHAPES[i % SHAPES.length] })),
        },
        xAxis: lossAxis(t, narrow, { min: Math.min(...all) - pad, max: Math.max(...all) + pad }),
        yAxis: unitAxis(t, 'Probability', { min: 0, max: 1, axisLabel: { color: t.muted, fontSize: 12, formatter: percentTick } }),
        series: methods.map((m, i) => ({
            type: 'line', name: label(m.method), symbol: SHAPES[i % SHAPES.length], silent: true,
            symbolSize: (value, point) => point.dataIndex % 6 === i % 6 ? 9 : 0, itemStyle: { color: colour(i) },
            lineStyle: { color: colour(i), width: i === 0 ? 3 : 1.8, type: DASHES[i % 6] },
            data: m.fit.emergence.loss_nats_cdf.map(p => [p.loss_nats, p.probability]),
        })),
    };
});
