// Accuracy of each checkpoint at each data amount, drawn again when rows come in.
import { SHAPES, accuracyRange, bars, draw, flopsAxis, lossAxis, sixth, unitAxis, view } from './chart.js';
import { decimal3, plural } from './display.js';

const EVERY = 10_000;
let shown = view;

const trivial = view.study.task.trivial_accuracy;
const nameOf = p => p.regime === 'few_shot' ? plural(p.examples, 'shot') : plural(p.examples, 'example');

function marks(t, name, colour, shape, points, x, size) {
    return [
        bars(name, points.map(p => [p[x], p.wilson90.low, p.wilson90.high]), colour, 1.3),
        {
            type: 'scatter', name, symbol: shape, symbolSize: size, z: 4, itemStyle: { color: colour },
            data: points.map(p => ({
                value: [p[x], p.accuracy],
                point: p,
                itemStyle: p.split === 'held_out'
                    ? { color: t.bg, borderColor: colour, borderWidth: 1.6 }
                    : { color: colour, borderColor: t.bg, borderWidth: 0.8 },
            })),
        },
    ];
}

function tip(item) {
    const p = item.data.point;
    if (!p) return '';
    return [
        p.model + (p.split === 'held_out' ? ' (held out)' : ''),
        (p.regime === 'few_shot' ? '' : 'finetuned on ') + nameOf(p),
        'accuracy ' + decimal3(p.accuracy) + ' (' + decimal3(p.wilson90.low) + ' to ' + decimal3(p.wilson90.high) + ')',
        plural(p.seeds, 'seed'),
    ].join('\n');
}

const chart = draw('scatter', (t, narrow) => {
    const byLoss = shown.points.some(p => p.pretrain_loss_nats !== null);
    const x = byLoss ? 'pretrain_loss_nats' : 'train_flops';
    const points = shown.points.filter(p => p[x] !== null);
    const amounts = [...new Set(points.filter(p => p.regime === 'finetuned').map(p => p.examples))].sort((a, b) => a - b);
    const size = narrow ? 8 : 10;
    const series = [], legend = [];
    amounts.forEach((examples, i) => {
        const rows = points.filter(p => p.regime === 'finetuned' && p.examples === examples);
        const place = sixth(i, amounts.length), name = nameOf(rows[0]);
        series.push(...marks(t, name, t.amounts[place], SHAPES[place], rows, x, size));
        legend.push({ name, icon: SHAPES[place], itemStyle: { color: t.amounts[place] } });
    });
    const fewShot = points.filter(p => p.regime === 'few_shot');
    if (fewShot.length) {
        const name = nameOf(fewShot[0]);
        series.push(...marks(t, name, t.fewShot, 'circle', fewShot, x, size));
        legend.unshift({ name, icon: 'circle', itemStyle: { color: t.fewShot } });
    }
    const places = points.map(p => p[x]), low = Math.min(...places), high = Math.max(...places);
    const pad = byLoss ? 0.04 * (high - low) || 0.05 : 0;
    const range = byLoss ? { min: low - pad, max: high + pad } : { min: low / 1.5, max: high * 1.5 };
    series.push({
        type: 'line', name: 'guessing', symbol: 'none', silent: true, z: 1, data: [[range.min, trivial], [range.max, trivial]],
        lineStyle: { color: t.chance, type: 'dotted', width: 1.6 }, itemStyle: { color: t.chance },
    });
    legend.push({ name: 'guessing', icon: 'path://M0,0 L12,0 L12,2 L0,2 Z', itemStyle: { color: t.chance } });
    const heights = points.flatMap(p => [p.wilson90.low, p.wilson90.high]).concat(trivial);
    return {
        grid: { left: narrow ? 52 : 64, right: narrow ? 14 : 24, top: 24, bottom: narrow ? 130 : 84 },
        legend: {
            data: legend, bottom: 0, itemWidth: 12, itemHeight: 12, itemGap: narrow ? 12 : 18, textStyle: { color: t.ink, fontSize: 12 },
        },
        tooltip: {
            renderMode: 'richText', trigger: 'item', formatter: tip, backgroundColor: t.surface, borderColor: t.line,
            textStyle: { color: t.ink, fontSize: 13 }, confine: true,
        },
        xAxis: byLoss ? lossAxis(t, narrow, range) : flopsAxis(t, range),
        yAxis: unitAxis(t, 'Accuracy (0 to 1)', accuracyRange(heights)),
        series,
    };
});

/** Rows that somebody else submits appear while one looks. */
async function look() {
    if (document.hidden) return;
    const answer = await fetch(location.pathname + '.json').catch(() => null);
    if (!answer?.ok) return;
    const now = await answer.json();
    if (JSON.stringify(now.points) === JSON.stringify(shown.points)) return;
    shown = now;
    chart.redraw();
}

if (chart) setInterval(look, EVERY);
