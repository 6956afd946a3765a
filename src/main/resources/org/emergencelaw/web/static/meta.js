// Share of the high emergence scores beside the share of all series, a pair of bars a metric.
import { axis, draw, view } from './chart.js';

const metrics = view.analysis.metrics.slice(0, 12).reverse();

draw('plot', (t, narrow) => ({
    grid: { left: narrow ? 120 : 190, right: 24, top: 10, bottom: 80 },
    legend: { bottom: 0, textStyle: { color: t.ink, fontSize: 12 }, data: ['share of high scores', 'share of series'] },
    xAxis: axis(t, 'Share', { type: 'value', min: 0, max: 1, nameGap: 28 }),
    yAxis: {
        type: 'category', data: metrics.map(m => m.metric), axisLine: { lineStyle: { color: t.line } },
        axisLabel: { color: t.ink, fontSize: 12, width: narrow ? 110 : 180, overflow: 'truncate' },
    },
    series: [
        { type: 'bar', name: 'share of series', data: metrics.map(m => m.share_of_series), itemStyle: { color: t.fewShot } },
        { type: 'bar', name: 'share of high scores', data: metrics.map(m => m.share_of_high), itemStyle: { color: t.accent } },
    ],
}));
