// Accuracy against pretraining loss: one curve and one marker a data amount, and the extrapolated few-shot curve.
import './cockpit.js';
import { SHAPES, accuracyRange, band, bars, draw, lossAxis, sixth, unitAxis, view } from './chart.js';
import { decimal3, plural } from './display.js';

const shots = view.study.task.shots;
const trivial = view.study.task.trivial_accuracy;
const metric = view.study.task.metric === 'accuracy' ? 'Accuracy' : 'Accuracy, ' + view.study.task.metric;
const { curves } = view;
const points = view.cockpit.marks.map(m => m.point).filter(p => p.pretrain_loss_nats !== null);
const emergence = view.fit.emergence.loss_nats;
const amounts = [...new Set(points.filter(p => p.regime === 'finetuned').map(p => p.examples))].sort((a, b) => a - b);
const fewShotName = shots + '-shot';
const nameOf = examples => plural(examples, 'example');

function mark(t, name, colour, shape, rows, size) {
    const data = rows.map(p => ({
        value: [p.pretrain_loss_nats, p.accuracy],
        point: p,
        itemStyle: p.split === 'held_out'
            ? { color: t.bg, borderColor: colour, borderWidth: 1.6 }
            : { color: colour, borderColor: t.bg, borderWidth: 0.8 },
    }));
    return [
        bars(name, rows.map(p => [p.pretrain_loss_nats, p.wilson90.low, p.wilson90.high]), colour, 1.3),
        { type: 'scatter', name, data, symbol: shape, symbolSize: size, z: 4, itemStyle: { color: colour } },
    ];
}

function line(name, values, colour, style) {
    return {
        type: 'line', name, silent: true, symbol: 'none', z: 2, data: curves.loss_nats.map((x, i) => [x, values[i]]),
        lineStyle: { color: colour, width: 2, ...style }, itemStyle: { color: colour },
    };
}

function tip(item) {
    const p = item.data.point;
    if (!p) return '';
    return [
        p.model + (p.split === 'held_out' ? ' (held out)' : ''),
        p.regime === 'few_shot' ? fewShotName : 'finetuned on ' + nameOf(p.examples),
        'accuracy ' + decimal3(p.accuracy) + ' (' + decimal3(p.wilson90.low) + ' to ' + decimal3(p.wilson90.high) + ')',
        'loss ' + decimal3(p.pretrain_loss_nats) + ' nats, ' + plural(p.seeds, 'seed'),
    ].join('\n');
}

/** Where the few-shot curve leaves its floor, with its 90% interval. */
function elbow(t, narrow) {
    const at = emergence.median ?? emergence.mle;
    if (at === null || !curves.few_shot.length) return [];
    const sure = emergence.q05 !== null && emergence.q95 !== null;
    return [{
        type: 'line', name: fewShotName, data: [], silent: true,
        markLine: {
            symbol: 'none', silent: true, animation: false, precision: 6,
            lineStyle: { color: t.fewShot, type: 'dashed', width: 1.2 },
            label: {
                show: true, position: 'end', color: t.ink, fontSize: 12, distance: 6,
                formatter: (narrow ? 'law ' : 'elbow by the law ') + decimal3(at),
            },
            data: [{ xAxis: at }],
        },
        markArea: sure ? {
            silent: true, itemStyle: { color: t.band, opacity: 0.45 }, data: [[{ xAxis: emergence.q95 }, { xAxis: emergence.q05 }]],
        } : undefined,
    }];
}

// the advice takes longer than all else of the page: it is asked for by whoever comes to it
const advice = document.getElementById('advice');
if (advice) new IntersectionObserver(async (seen, watch) => {
    if (!seen.some(place => place.isIntersecting)) return;
    watch.disconnect();
    const address = `${document.documentElement.dataset.base}api/v1/fits/${view.fit.id}/next-measurement`;
    advice.setAttribute('aria-busy', 'true');
    const answer = await fetch(address).catch(() => null);
    if (answer?.ok) advice.textContent = (await answer.json()).answer;
    advice.removeAttribute('aria-busy');
}).observe(advice);

draw('plot', (t, narrow) => {
    const size = narrow ? 8 : 10;
    const series = [];
    const legend = [];
    amounts.forEach((examples, i) => {
        const place = sixth(i, amounts.length);
        const name = nameOf(examples);
        const curve = curves.finetuned.find(l => l.examples === examples);
        const rows = points.filter(p => p.regime === 'finetuned' && p.examples === examples);
        series.push(...mark(t, name, t.amounts[place], SHAPES[place], rows, size));
        if (curve) series.push(line(name, curve.accuracy, t.amounts[place]));
        legend.push({ name, icon: SHAPES[place], itemStyle: { color: t.amounts[place] } });
    });
    const fewShot = points.filter(p => p.regime === 'few_shot');
    series.push(...mark(t, fewShotName, t.fewShot, 'circle', fewShot, size));
    if (curves.few_shot_low.length)
        series.push(band(fewShotName, curves.loss_nats, curves.few_shot_low, curves.few_shot_high, t.band));
    if (curves.few_shot.length)
        series.push(line(fewShotName, curves.few_shot, t.fewShot, { width: 3 }), ...elbow(t, narrow));
    legend.unshift({ name: fewShotName, icon: 'circle', itemStyle: { color: t.fewShot } });
    const losses = points.map(p => p.pretrain_loss_nats).concat(curves.loss_nats);
    const pad = 0.015 * (Math.max(...losses) - Math.min(...losses)) || 0.05;
    const least = Math.min(...losses) - pad, most = Math.max(...losses) + pad;
    series.push({
        type: 'line', name: 'guessing', symbol: 'none', silent: true, z: 1, data: [[least, trivial], [most, trivial]],
        lineStyle: { color: t.chance, type: 'dotted', width: 1.6 }, itemStyle: { color: t.chance },
    });
    legend.push({ name: 'guessing', icon: 'path://M0,0 L12,0 L12,2 L0,2 Z', itemStyle: { color: t.chance } });
    const heights = points.flatMap(p => [p.wilson90.low, p.wilson90.high]).concat(trivial);
    return {
        grid: { left: narrow ? 52 : 64, right: narrow ? 14 : 24, top: 34, bottom: narrow ? 150 : 96 },
        legend: {
            data: legend, bottom: 0, itemWidth: 12, itemHeight: 12, itemGap: narrow ? 12 : 18, textStyle: { color: t.ink, fontSize: 12 },
        },
        tooltip: {
            renderMode: 'richText', trigger: 'item', formatter: tip, backgroundColor: t.surface, borderColor: t.line,
            textStyle: { color: t.ink, fontSize: 13 }, confine: true,
        },
        xAxis: lossAxis(t, narrow, { min: least, max: most }),
        yAxis: unitAxis(t, metric + ' (0 to 1)', accuracyRange(heights)),
        series,
    };
});
