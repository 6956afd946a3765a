// Numbers and names as people read them. The rules are those of DisplayNumbers and DisplayNames; a test holds the two equal.

const SUPERSCRIPTS = '⁰¹²³⁴⁵⁶⁷⁸⁹';
const SUFFIXES = ['', 'K', 'M', 'B', 'T'];

const minus = text => text.replace('-', '−');

/** The first digits of a size and its exponent; rounds the shortest decimal, halves up, where toFixed would round the binary value. */
function rounded(size, kept) {
    const parts = size.toExponential().split('e');
    const digits = parts[0].replace('.', ''), n = kept(Number(parts[1]));
    const head = n < 0 ? 0 : Number(digits.slice(0, n).padEnd(n, '0')) + (digits.charAt(n) >= '5' ? 1 : 0);
    return { head, exponent: Number(parts[1]) };
}

function fixed(size, decimals) {
    return (rounded(size, exponent => exponent + 1 + decimals).head / Math.pow(10, decimals)).toFixed(decimals);
}

const grouped = digits => digits.replace(/\B(?=(\d{3})+$)/g, ',');

const signOf = value => value < 0 ? '−' : '';

/** Compute, as a power of ten with two digits: 1.4 × 10²³. */
export function flops(value) {
    let { head, exponent } = rounded(Math.abs(value), () => 2);
    if (head === 100) {
        head = 10;
        exponent += 1;
    }
    const raised = String(Math.abs(exponent)).split('').map(d => SUPERSCRIPTS[Number(d)]).join('');
    return signOf(value) + (head / 10).toFixed(1) + ' × 10' + (exponent < 0 ? '⁻' : '') + raised;
}

/** Parameters or tokens, three digits: 13B. */
export function count(value) {
    let power = 0, scaled = value;
    while (power < SUFFIXES.length - 1 && scaled >= 999.5) {
        scaled /= 1000;
        power += 1;
    }
    if (scaled >= 999.5) return flops(value);
    const digits = fixed(scaled, scaled >= 100 ? 0 : scaled >= 10 ? 1 : 2);
    return (digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits) + SUFFIXES[power];
}

export const whole = value => grouped(String(value));

/** A whole number with its noun. */
export function plural(value, noun) {
    return value === 1 ? '1 ' + noun : whole(value) + ' ' + (noun.endsWith('y') ? noun.slice(0, -1) + 'ies' : noun + 's');
}

/** Nats or an accuracy, three decimals; what rounds to zero has no sign. */
export function decimal3(value) {
    return Math.abs(value) < 0.0005 ? '0.000' : signOf(value) + fixed(Math.abs(value), 3);
}

/** A difference: three decimals and its sign. */
export function signed3(value) {
    const text = decimal3(value);
    return text.startsWith('−') ? text : '+' + text;
}

/** Three significant digits, plain or as a power of ten. */
export function significant3(value) {
    const size = Math.abs(value);
    if (value === 0) return '0';
    if (size >= 1e6 || size < 1e-4) return flops(value);
    const { head, exponent } = rounded(size, () => 3);
    const decimals = Math.max(0, 2 - exponent - (head === 1000 ? 1 : 0));
    const text = fixed(size, decimals);
    return signOf(value) + (decimals === 0 ? grouped(text) : text);
}

/** A probability; never a certainty that a finite number of draws cannot know. */
export function percent(probability) {
    if (probability < 0.01) return 'below 1%';
    if (probability > 1 - 0.01) return 'above 99%';
    return Math.round(100 * probability) + '%';
}

/** A share of things that were counted, to a tenth of a percent. */
export function share(part) {
    return minus((part < 0 ? '-' : '') + fixed(Math.abs(100 * part), 1).replace(/\.0$/, '')).replace(/^−0$/, '0') + '%';
}

const LABELS = {
    mle: 'least squares',
    mcmc: 'MCMC',
    bootstrap_groups: 'bootstrap of groups',
    bootstrap_residuals: 'bootstrap of residuals',
    few_shot_relu: 'few-shot ReLU',
    free_few_shot_slope: 'free few-shot slope',
    constant_half: 'always one half',
    hinge: 'floor, elbow and rise',
    line: 'straight line',
    logistic: 'logistic curve',
    hinge_in_loss: 'floor, elbow and rise, over the loss',
    line_in_loss: 'straight line, over the loss',
    logistic_in_loss: 'logistic curve, over the loss',
    reference: 'what is usual elsewhere',
    brier: 'Brier score',
    forecast: 'locked forecast',
    emergence_loss_nats: 'point of emergence, nats',
};

/** A key for people. */
export function label(key) {
    return LABELS[key] || key.split('_').join(' ').replace('few shot', 'few-shot').replace('log l', 'log-l');
}
