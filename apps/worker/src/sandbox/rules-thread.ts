import { parentPort, workerData } from 'node:worker_threads';
import { type AnalysisInput, draftInsights } from '@accountia/rag/rules';

/** A thread that runs the rules over one declaration and ends. */
parentPort!.postMessage(draftInsights(workerData as AnalysisInput));
