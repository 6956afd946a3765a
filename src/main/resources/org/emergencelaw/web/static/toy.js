// What each metric makes of one smooth law: four small charts over model size, drawn again while a slider moves.
import { band, draw, unitAxis, axis, view } from './chart.js';
import { count, significant3 } from './display.js';

let curves = view;

function chart(id, name, value, extra) {
    return draw(id, (t, narrow) => {
        const xs = curves.points.map(p => p.params);
        const low = curves.points.map(p => p.measured90.low), high = curves.points.map(p => p.measured90.high);
        const x = axis(t, 'Parameters (log scale)', { type: 'log', nameGap: 30, splitLine: { show: false } });
        x.axisLabel = { ...x.axisLabel, formatter: count, showMinLabel: false, showMaxLabel: false };
        const series = [{
            type: 'line', name, symbol: 'circle', symbolSize: 4, data: curves.points.map(p => [p.params, value(p)]),
            lineStyle: { color: t.accent, width: 2 }, itemStyle: { color: t.accent },
        }];
        if (extra === 'measured') series.push(band('measured', xs, low, high, t.band));
        return {
            grid: { left: 56, right: 16, top: 18, bottom: 50 },
            tooltip: {
                renderMode: 'richText', trigger: 'item', backgroundColor: t.surface, borderColor: t.line, confine: true,
                textStyle: { color: t.ink, fontSize: 13 },
                formatter: item => Array.isArray(item.data) ? count(item.data[0]) + '\n' + significant3(item.data[1]) : '',
            },
            xAxis: x,
            yAxis: unitAxis(t, '', extra === 'edit' ? { min: 0, max: curves.settings.answer_tokens } : { min: 0, max: 1 }),
            series,
        };
    });
}

const charts = () => [
    chart('plot-token', 'p', p => p.token_accuracy),
    chart('plot-exact', 'exact match', p => p.exact_match, 'measured'),
    chart('plot-edit', 'edit distance', p => p.token_edit_distance, 'edit'),
    chart('plot-brier', 'Brier', p => p.brier),
];
charts();

// a slider shows its value at once; the page behind it follows, by the same address as the form without script
const form = document.getElementById('settings');
let waiting = 0;

async function follow() {
    const address = document.documentElement.dataset.base + 'toy?' + new URLSearchParams(new FormData(form));
    const answer = await fetch(address);
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    curves = JSON.parse(page.getElementById('view').textContent);
    document.getElementById('result').replaceWith(page.getElementById('result'));
    history.replaceState(null, '', address);
    charts();
}

form.addEventListener('input', event => {
    const shown = form.querySelector('output[data-of="' + event.target.id + '"]');
    if (!shown) return;
    shown.textContent = event.target.value;
    clearTimeout(waiting);
    waiting = setTimeout(follow, 150);
});
