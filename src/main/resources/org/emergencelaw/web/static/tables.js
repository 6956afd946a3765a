// Every table of a page as CSV, but those of a chart, which its own buttons give, and those that the service gives itself.
import { csv, fileName, pageName, save } from './take.js';

for (const table of document.querySelectorAll('main table')) {
    const place = table.closest('.scroll') ?? table;
    if (table.closest('form') || table.closest('figure')?.querySelector('.plot')) continue;
    if (table.closest('section')?.querySelector('a[href*=".csv"]')) continue;
    const title = (table.caption ?? table.closest('section')?.querySelector('h2, h3'))?.textContent.trim() ?? '';
    const line = document.createElement('p');
    const button = document.createElement('button');
    line.className = 'take note';
    button.type = 'button';
    button.className = 'button plain';
    button.textContent = 'Table as CSV';
    const of = document.createElement('span');
    of.className = 'off';
    of.textContent = ': ' + title;
    button.append(of);
    button.addEventListener('click', () => save(fileName(pageName() + ' ' + title) + '.csv', new Blob([csv(table)], { type: 'text/csv' })));
    line.append(button);
    place.after(line);
}
