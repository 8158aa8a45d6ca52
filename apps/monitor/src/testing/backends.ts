import { startTestServices } from '@accountia/dev-services/testing';
import type { Transport } from '@accountia/task-runtime';

const services = await startTestServices({ ownerPid: process.pid });
const redisAnswers = services.queue.kind === 'redis';
await services.release();

/** The queue back ends that this machine can test: PostgreSQL always, Redis where there is one. */
export const BACKENDS: readonly Transport['kind'][] = redisAnswers ? ['redis', 'postgres'] : ['postgres'];
