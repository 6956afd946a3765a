// A job: its progress while it runs, then its result; of a backtest, what was predicted at each cut and under each ablation.
import { drawAblations, padded, seenLine } from './ablations.js';
import { bars, draw, powerTick, unitAxis, view } from './chart.js';
import { decimal3, label, plural } from './display.js';

const RIVALS_SHOWN = ['combined_forecast', 'emergence_law', 'four_times_compute'].map(label);

/** Without the stream, the page's own link shows the progress. */
function watch() {
    const events = new EventSource(`${document.documentElement.dataset.base}api/v1/jobs/${view.job.id}/events`);
    events.addEventListener('progress', event => {
        const { state, done, total } = JSON.parse(event.data);
        document.getElementById('done').value = done;
        document.getElementById('said').textContent = done + ' of ' + total + ' parts';
        document.getElementById('progress').textContent = state === 'queued' ? 'Queued' : 'Running';
    });
    events.addEventListener('end', event => {
        events.close();
        const place = document.getElementById('place');
        if (place && JSON.parse(event.data).state === 'done') location.replace(place.href);
        else location.reload();
    });
}

function show(result) {
    const { loss_nats: seen } = result.outcomes[0].truth;
    const best = result.outcomes[0].standings.filter(standing => standing.abstained === 0).slice(0, 1).map(standing => label(standing.rival))[0];
    draw('cuts', (t, narrow) => cuts(result, seen, best, t, narrow));
    if (result.ablations.length) drawAblations(result.ablations, seen);
}

function cuts(result, seen, best, t, narrow) {
    const trials = result.trials.filter(trial => trial.train_flops !== null);
    const rivals = trials.length ? trials[0].said.map(said => said.rival) : [];
    const score = (trial, rival) => trial.said.find(said => said.rival === rival).scores[0];
    const colours = [t.accent, ...t.amounts, t.fewShot, t.chance];
    const names = rivals.map(label);
    const law = trials.map(trial => [trial.train_flops, score(trial, 'emergence_law')]).filter(([, s]) => s && s.q05_nats !== null && s.q95_nats !== null);
    const shown = name => RIVALS_SHOWN.includes(name) || name === best;
    const heights = law.flatMap(([, s]) => [s.q05_nats, s.q95_nats]).concat(seen === null ? [] : [seen]);
    for (const rival of rivals) {
        if (!shown(label(rival))) continue;
        for (const trial of trials) {
            const s = score(trial, rival);
            if (s && s.median_nats !== null) heights.push(s.median_nats);
        }
    }
    return {
        grid: { left: narrow ? 56 : 68, right: 24, top: 30, bottom: narrow ? 150 : 110 },
        legend: {
            bottom: 0, type: 'plain', textStyle: { color: t.ink, fontSize: 12 }, itemWidth: 14, itemHeight: 10,
            data: names.map((name, i) => ({ name, itemStyle: { color: colours[i % colours.length] } })), selected: Object.fromEntries(names.map(name => [name, shown(name)])), inactiveColor: t.muted,
        },
        tooltip: {
            renderMode: 'richText', trigger: 'item', backgroundColor: t.surface, borderColor: t.line,
            textStyle: { color: t.ink, fontSize: 13 }, confine: true,
            formatter: item => item.seriesName + '\n' + decimal3(item.value[1]) + ' nats, ' + plural(item.data.checkpoints, 'checkpoint') + ' shown',
        },
        xAxis: {
            ...unitAxis(t, 'Largest compute shown, FLOPs (log scale)', { nameGap: 32, position: 'bottom', scale: true, splitLine: { show: false } }),
            axisLabel: { color: t.muted, fontSize: 12, hideOverlap: true, showMinLabel: false, showMaxLabel: false, formatter: x => powerTick(10 ** x) },
        },
        yAxis: unitAxis(t, 'Few-shot elbow, nats (better models ↓)', { scale: true, ...padded(heights), axisLabel: { color: t.muted, showMinLabel: false, showMaxLabel: false, formatter: y => y.toFixed(2) } }),
        series: [
            bars(label('emergence_law'), law.map(([x, s]) => [Math.log10(x), s.q05_nats, s.q95_nats]), t.accent, narrow ? 4 : 6),
            ...rivals.map((rival, i) => ({
                type: 'line', name: names[i], z: rival === 'emergence_law' ? 5 : 3, symbolSize: 7, connectNulls: false,
                symbol: ['circle', 'rect', 'triangle', 'diamond', 'roundRect', 'pin', 'arrow', 'emptyCircle', 'emptyRect'][i % 9],
                lineStyle: { color: colours[i % colours.length], width: rival === 'emergence_law' ? 2.4 : 1.4 },
                itemStyle: { color: colours[i % colours.length] },
                data: trials.map(trial => {
                    const s = score(trial, rival);
                    return { value: [Math.log10(trial.train_flops), s && s.median_nats !== null ? s.median_nats : '-'], checkpoints: trial.checkpoints };
                }),
                markLine: rival === 'emergence_law' ? seenLine(t, seen, 'yAxis') : undefined,
            })),
        ],
    };
}

if (view.job.state === 'queued' || view.job.state === 'running') watch();
else if (view.result) show(view.result);
