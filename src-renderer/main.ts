import { mount } from 'svelte';
import './ui/tokens.css';
import './ui/fonts.css';
import './ui/base.css';
import './ui/fields.css';
import './app/bridge';
import { WindowState } from './app/WindowState.svelte';
import App from './App.svelte';

const state = new WindowState(window.phoenix);
// Asked before anything is drawn, so that the answers are on their way meanwhile.
state.start();
const target = document.getElementById('app');
if (target) mount(App, { target, props: { state } });
