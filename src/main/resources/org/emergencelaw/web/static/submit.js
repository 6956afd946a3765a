// The form of rows, live: a preview as soon as there is something to read, and a grid that takes cells of a spreadsheet.

let latest;

const form = () => document.getElementById('rows');

/** Sends the form as its button does, and puts the answer in the place of the page. */
async function send(action) {
    latest?.abort();
    const mine = latest = new AbortController();
    const fields = new FormData(form());
    fields.set('action', action);
    const answer = await fetch(form().getAttribute('action'), { method: 'POST', body: fields, signal: mine.signal }).catch(() => null);
    if (!answer || mine.signal.aborted) return;
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    if (mine.signal.aborted || !page.getElementById('rows')) return;
    const at = document.activeElement?.id, chosen = document.getElementById('file');
    document.getElementById('main').replaceChildren(...page.getElementById('main').childNodes);
    // no page may fill in a file: where it is still what is read, the field that has it stays
    if (chosen?.files.length && form().querySelector('[name="source"]:checked')?.value === 'file')
        document.getElementById('file').replaceWith(chosen);
    begin();
    if (at) document.getElementById(at)?.focus();
}

function choose(source) {
    form().querySelector('[name="source"][value="' + source + '"]').checked = true;
}

document.addEventListener('change', event => {
    if (event.target.name === 'pick' || event.target.id === 'mapping') send('preview');
    if (event.target.id === 'file' && event.target.files.length) {
        choose('file');
        send('preview');
    }
});

const grid = () => form()?.querySelector('table.typed');
const rows = () => [...grid().tBodies[0].rows];
const cells = row => [...row.querySelectorAll('input, select')];

/** Numbers the rows anew, as the service counts them. */
function count() {
    rows().forEach((row, i) => {
        row.cells[0].textContent = i + 1;
        cells(row).forEach((cell, j) => {
            cell.name = 'cell-' + i + '-' + j;
            cell.setAttribute('aria-label', cell.closest('td').dataset.label + ', row ' + (i + 1));
        });
        const remove = row.querySelector('button');
        remove.value = 'remove-' + i;
        remove.setAttribute('aria-label', 'Remove row ' + (i + 1));
    });
    form().elements.rows.value = rows().length;
}

function add() {
    const all = rows();
    if (!all.length || all.length >= Number(grid().dataset.most)) return false;
    const row = all.at(-1).cloneNode(true);
    row.querySelectorAll('.fault').forEach(fault => fault.remove());
    for (const cell of cells(row)) {
        cell.removeAttribute('aria-invalid');
        if (cell.tagName === 'INPUT') cell.value = '';
        else cell.value = cells(all.at(-1))[cells(row).indexOf(cell)].value;
    }
    grid().tBodies[0].append(row);
    count();
    return true;
}

/** Cells of a spreadsheet fill the grid from a cell on; a first line with names of columns says where each belongs. */
function paste(event) {
    const cell = event.target, text = event.clipboardData?.getData('text/plain') ?? '';
    if (!cell.closest('table.typed') || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const names = cells(rows()[0]).map(each => each.closest('td').dataset.label);
    const lines = text.replace(/\r/g, '').replace(/\n+$/, '').split('\n').map(line => line.split('\t').map(part => part.trim()));
    const headed = lines[0].filter(name => names.includes(name)).length >= Math.min(2, lines[0].length);
    const row = rows().indexOf(cell.closest('tr')), first = cells(cell.closest('tr')).indexOf(cell);
    const places = headed ? lines.shift().map(name => names.indexOf(name)) : lines[0].map((_, j) => first + j);
    lines.forEach((line, i) => {
        if (row + i >= rows().length && !add()) return;
        const target = cells(rows()[row + i]);
        line.forEach((part, j) => { if (places[j] >= 0 && target[places[j]]) target[places[j]].value = part; });
    });
}

document.addEventListener('paste', event => {
    if (event.target.closest?.('table.typed')) paste(event);
    if (event.target.id === 'text') setTimeout(() => send('preview'));
});

document.addEventListener('keydown', event => {
    const cell = event.target;
    if (cell.tagName !== 'INPUT' || !cell.closest('table.typed')) return;
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const row = rows().indexOf(cell.closest('tr')) + step, column = cells(cell.closest('tr')).indexOf(cell);
    if (row === rows().length && event.key === 'Enter') add();
    if (row >= 0 && row < rows().length) cells(rows()[row])[column].focus();
});

document.addEventListener('click', event => {
    if (event.target.name !== 'action' || !grid()) return;
    if (event.target.value === 'add-row' && add()) {
        event.preventDefault();
        cells(rows().at(-1))[0].focus();
    }
    if (event.target.value.startsWith('remove-') && rows().length > 1) {
        event.preventDefault();
        const at = rows().indexOf(event.target.closest('tr'));
        rows()[at].remove();
        count();
        cells(rows()[Math.min(at, rows().length - 1)])[0].focus();
    }
});

function begin() {
    document.getElementById('grid-note').hidden = false;
}

begin();
