import { h, render } from 'preact';
import { App } from './app.ts';

const place = document.getElementById('app');
if (place) render(h(App, {}), place);
