export { launchApp, type LaunchedApp, type LoggedLine } from './launch-app.ts';
