// Which part of the fit makes the difference, of the newest backtest.
import { drawAblations } from './ablations.js';
import { view } from './chart.js';

drawAblations(view.tested.ablations, view.tested.seen_loss_nats);
