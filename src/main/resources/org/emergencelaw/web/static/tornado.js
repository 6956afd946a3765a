// P(reaches the named level) under one changed assumption at a time: a bar an assumption, the most moving on top.
import { draw, percentTick, view } from './chart.js';
import { percent } from './display.js';

const { base, bars } = view.tornado;

draw('tornado', (t, narrow) => {
    const names = bars.map(b => b.assumption);
    const marks = bars.flatMap((b, i) => b.cases
        .filter(c => c.p_reaches_level !== null)
        .map(c => ({ value: [c.p_reaches_level, i], change: c.change })));
    const spans = bars.map((b, i) => {
        const all = b.cases.map(c => c.p_reaches_level).filter(p => p !== null).concat(base.p_reaches_level ?? []);
        return [Math.min(...all), Math.max(...all), i];
    });
    return {
        grid: { left: narrow ? 128 : 250, right: 28, top: 30, bottom: 56 },
        tooltip: {
            renderMode: 'richText', trigger: 'item', confine: true, backgroundColor: t.surface, borderColor: t.line,
            textStyle: { color: t.ink, fontSize: 13 },
            formatter: item => item.data.change ? item.data.change + '\n' + percent(item.data.value[0]) : '',
        },
        xAxis: {
            type: 'value', min: 0, max: 1, name: 'P(reaches the named level)', nameLocation: 'middle', nameGap: 32,
            nameTextStyle: { color: t.muted, fontSize: 13 }, axisLabel: { color: t.muted, fontSize: 12, formatter: percentTick, hideOverlap: true },
            splitLine: { lineStyle: { color: t.line, opacity: 0.6 } },
        },
        yAxis: {
            type: 'category', data: names, inverse: true, axisTick: { show: false }, axisLine: { lineStyle: { color: t.line } },
            axisLabel: { color: t.ink, fontSize: 12, width: narrow ? 118 : 236, overflow: 'break', lineHeight: 15 },
        },
        series: [
            {
                type: 'custom', silent: true, data: spans,
                renderItem(params, api) {
                    const from = api.coord([api.value(0), api.value(2)]), to = api.coord([api.value(1), api.value(2)]);
                    return { type: 'rect', shape: { x: from[0], y: from[1] - 9, width: Math.max(2, to[0] - from[0]), height: 18 }, style: { fill: t.band } };
                },
                encode: { x: [0, 1], y: 2 },
            },
            {
                type: 'scatter', data: marks, symbol: 'diamond', symbolSize: 12, z: 4, itemStyle: { color: t.accent, borderColor: t.bg, borderWidth: 0.8 },
                markLine: base.p_reaches_level === null ? undefined : {
                    symbol: 'none', silent: true, animation: false, precision: 6, data: [{ xAxis: base.p_reaches_level }],
                    lineStyle: { color: t.ink, type: 'dashed', width: 1.4 }, label: { show: true, position: 'start', formatter: 'as it stands', color: t.ink, fontSize: 12 },
                },
            },
        ],
    };
});
