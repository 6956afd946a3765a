// Small multiples: the same checkpoints under accuracy and every other measure, on one loss axis.
import { bars, draw, lossAxis, unitAxis, view } from './chart.js';
import { decimal3, significant3 } from './display.js';

const { points } = view.series;
const trivial = view.study.task.trivial_accuracy;
const losses = points.map(p => p.checkpoint.pretrain_loss_nats);
const pad = 0.03 * (Math.max(...losses) - Math.min(...losses)) || 0.05;
const least = Math.min(...losses) - pad, most = Math.max(...losses) + pad;

function chart(id, value, intervals, unit) {
    draw(id, (t, narrow) => {
        const shown = points.filter(p => value(p) !== undefined);
        const series = [{
            type: 'scatter', symbolSize: 8, z: 4,
            data: shown.map(p => ({
                value: [p.checkpoint.pretrain_loss_nats, value(p)],
                point: p,
                itemStyle: p.split === 'held_out' ? { color: t.bg, borderColor: t.accent, borderWidth: 1.6 } : { color: t.accent },
            })),
        }];
        if (intervals) {
            series.push(bars('90%', points.map((p, i) => [p.checkpoint.pretrain_loss_nats, view.readings[i].wilson90.low, view.readings[i].wilson90.high]), t.accent, 1.3));
            series.push({ type: 'line', symbol: 'none', silent: true, data: [[least, trivial], [most, trivial]], lineStyle: { color: t.chance, type: 'dotted', width: 1.6 } });
        }
        return {
            grid: { left: 58, right: 16, top: 18, bottom: 50 },
            tooltip: {
                renderMode: 'richText', trigger: 'item', backgroundColor: t.surface, borderColor: t.line, confine: true,
                textStyle: { color: t.ink, fontSize: 13 },
                formatter: item => item.data.point
                    ? item.data.point.checkpoint.model + '\n' + (unit ? decimal3 : significant3)(item.data.value[1]) + '\nloss ' + decimal3(item.data.value[0]) + ' nats' : '',
            },
            xAxis: lossAxis(t, true, { min: least, max: most }),
            yAxis: unitAxis(t, '', unit ? { min: 0, max: 1 } : { scale: true }),
            series,
        };
    });
}

chart('plot-accuracy', p => p.accuracy.right / p.accuracy.items, true, true);
for (const measure of view.measures) chart('plot-' + measure.column, p => p.measures[measure.column], false, false);
