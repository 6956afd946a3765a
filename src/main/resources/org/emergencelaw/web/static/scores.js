// Reliability diagram: a mark opens the forecasts of its bin.
import { bars, draw, percentTick, unitAxis, view } from './chart.js';
import { decimal3, plural, share } from './display.js';

const bins = view.prospective.reliability.bins.filter(bin => bin.count > 0);

function address(bin) {
    const below = bin.below === 1 ? 1.1 : bin.below;
    return `${document.documentElement.dataset.base}ledger?counted=prospective&from=${bin.from}&below=${below}&unlisted=true`;
}

const chart = draw('reliability', (t, narrow) => ({
    grid: { left: 64, right: 24, top: 24, bottom: 56 },
    tooltip: {
        renderMode: 'richText', confine: true, backgroundColor: t.surface, borderColor: t.line, textStyle: { color: t.ink, fontSize: 13 },
        formatter: ({ data }) => data.bin === undefined ? '' : `stated ${share(data.bin.from)} to ${share(data.bin.below)}\n`
            + `${plural(data.bin.count, 'claim')}, mean stated ${decimal3(data.bin.mean_probability)}\nobserved share ${decimal3(data.bin.observed_rate)}`
            + ` (90%: ${decimal3(data.bin.low)} to ${decimal3(data.bin.high)})`,
    },
    xAxis: { ...unitAxis(t, 'Stated probability', { min: 0, max: 1, nameGap: 32, axisLabel: { color: t.muted, fontSize: 12, formatter: percentTick } }), position: 'bottom' },
    yAxis: unitAxis(t, 'Observed share of true claims', { min: 0, max: 1, axisLabel: { color: t.muted, fontSize: 12, formatter: percentTick } }),
    series: [
        { type: 'line', symbol: 'none', silent: true, data: [[0, 0], [1, 1]], lineStyle: { color: t.muted, type: 'dashed', width: 1.4 } },
        bars('90% interval', bins.map(bin => [bin.mean_probability, bin.low, bin.high]), t.accent, 2),
        {
            type: 'scatter', z: 5, symbolSize: narrow ? 13 : 16, itemStyle: { color: t.accent }, cursor: 'pointer',
            label: { show: true, position: 'right', color: t.ink, fontSize: 12, formatter: ({ data }) => data.bin.count },
            data: bins.map(bin => ({ value: [bin.mean_probability, bin.observed_rate], bin })),
        },
    ],
}));

chart?.ready.then(drawn => drawn.on('click', ({ data }) => {
    if (data?.bin) location.href = address(data.bin);
}));
