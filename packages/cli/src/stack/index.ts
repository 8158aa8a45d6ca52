export { type AppName, AppStartError, type RunningApp, startApp } from './app-process.ts';
export { type PreparedStack, prepareStack } from './prepare.ts';
export { appOptions, type StackApps, startApps } from './stack.ts';
