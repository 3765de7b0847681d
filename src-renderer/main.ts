import { mount } from 'svelte';
import './ui/tokens.css';
import './ui/fonts.css';
import './ui/base.css';
import './ui/fields.css';
import './app/bridge';
import { AppState } from './app/AppState.svelte';
import App from './App.svelte';

const app = new AppState(window.phoenix);
// Asked before anything is drawn, so that the answers are on their way meanwhile.
app.start();
const target = document.getElementById('app');
if (target) mount(App, { target, props: { app } });
