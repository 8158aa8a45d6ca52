import { rmSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { createClient } from '@accountia/sdk';
import { sql } from 'kysely';
import { INJECTIONS } from './faults/inject.ts';
import { checkDeclarations } from './invariants/declarations.ts';
import { checkDocuments } from './invariants/documents.ts';
import { readFacts, type StoredFacts } from './invariants/facts.ts';
import {
  checkObjects,
  checkSessions,
  checkSurvivors,
  countSessions,
  type Orphans,
} from './invariants/leftovers.ts';
import { checkRuns, givenUpByFaults } from './invariants/runs.ts';
import { type Violation, violations } from './invariants/violation.ts';
import type { PlannedFault } from './plan/faults.ts';
import { makePlan, type Plan, type PlanOptions } from './plan/plan.ts';
import { recoveryTimes, type InjectedFault } from './recovery.ts';
import { serviceProcesses } from './service-processes.ts';
import { type ChaosStack, startChaosStack } from './stack.ts';
import { sendDocument } from './workload/clients.ts';
import { Answers, type LedgerEntry } from './workload/ledger.ts';

export interface ChaosOptions extends PlanOptions {
  /** Of this run alone: what an earlier one left there is removed. */
  readonly directory: string;
  /** How long everything may take to come to rest once the faults are over. */
  readonly settleWithinMs: number;
  readonly onLog: (line: string) => void;
}

export interface ChaosOutcome {
  readonly plan: Plan;
  readonly ledger: readonly LedgerEntry[];
  readonly facts: StoredFacts;
  readonly injected: readonly InjectedFault[];
  readonly notes: readonly string[];
  readonly answers: ReadonlyMap<string, number>;
  readonly objectFaults: ReadonlyMap<string, number>;
  readonly restarts: number;
  readonly settledInMs: number;
  /** Runs that the faults made give up, started again by hand as an operator would. */
  readonly retriedByHand: number;
  readonly orphans: Orphans;
  readonly violations: readonly Violation[];
}

/** Plans, starts the stack, sends documents while faults strike, waits for rest, and checks what must hold. */
export async function runChaos(options: ChaosOptions): Promise<ChaosOutcome> {
  rmSync(options.directory, { recursive: true, force: true });
  const plan = makePlan(options);
  const stack = await startChaosStack(options);
  const pids = new Set<number>();
  try {
    const outcome = await suffer(stack, plan, options);
    for (const { pid } of Object.values(serviceProcesses(options.directory))) pids.add(pid);
    for (const pid of stack.fleet.pids) pids.add(pid);
    await stack.stop();
    return { ...outcome, violations: [...outcome.violations, ...checkSurvivors(pids)] };
  } finally {
    await stack.stop();
  }
}

async function suffer(stack: ChaosStack, plan: Plan, options: ChaosOptions): Promise<ChaosOutcome> {
  const { onLog, settleWithinMs } = options;
  const baseline = await countSessions(stack);
  const answers = new Answers();
  const notes: string[] = [];
  const patience = new AbortController();
  const startedAt = performance.now();
  const until = (atMs: number) => sleep(Math.max(0, startedAt + atMs - performance.now()));

  onLog(
    `${plan.documents} documents and ${plan.faults.length} faults in ${plan.durationMs / 1_000} s, seed ${plan.seed}`,
  );
  const sending = plan.arrivals.map(async (planned) => {
    await until(planned.atMs);
    return await sendDocument(stack, planned, plan.arrivals, answers, patience.signal);
  });
  const striking = plan.faults.map(async (fault) => {
    await until(fault.atMs);
    return await strike(stack, fault, onLog, (text) =>
      notes.push(`fault ${fault.index}, ${fault.kind}: ${text}`),
    );
  });
  const injected = await Promise.all(striking);
  await until(plan.durationMs);
  await Promise.all(stack.fleet.members.map((member) => member.up()));
  onLog('no more faults; waiting for rest');

  const restStartedAt = performance.now();
  const giveUp = setTimeout(() => patience.abort(), settleWithinMs);
  const ledger = await Promise.all(sending);
  clearTimeout(giveUp);
  const organizationIds = stack.tenants.map((tenant) => tenant.organizationId);
  const left = () => Math.max(1_000, settleWithinMs - (performance.now() - restStartedAt));
  await untilQuiet(stack, organizationIds, left());
  const retriedByHand = await retryGivenUp(stack, await readFacts(stack.db, organizationIds));
  await untilQuiet(stack, organizationIds, left());
  const settledInMs = performance.now() - restStartedAt;

  const facts = await readFacts(stack.db, organizationIds);
  const failedTries = [...answers.counts].reduce(
    (sum, [what, count]) => sum + (what.startsWith('2') ? 0 : count),
    0,
  );
  onLog('at rest; checking');
  const { orphans, found } = await checkObjects(stack, failedTries);
  return {
    plan,
    ledger,
    facts,
    injected: recoveryTimes(injected, facts),
    notes,
    answers: answers.counts,
    objectFaults: stack.objectFaults.struck,
    restarts: stack.fleet.restarts,
    settledInMs,
    retriedByHand,
    orphans,
    violations: [
      ...violations('a process that is asked to stop does, and a service comes back', notes),
      ...violations('a process lives through the failures of others', stack.fleet.crashes),
      ...checkDocuments(ledger, facts),
      ...checkRuns(ledger, facts),
      ...(await checkDeclarations(stack, ledger, facts)),
      ...found,
      ...(await checkSessions(stack, baseline, left())),
    ],
  };
}

async function strike(
  stack: ChaosStack,
  fault: PlannedFault,
  onLog: (line: string) => void,
  note: (text: string) => void,
): Promise<InjectedFault> {
  onLog(`fault ${fault.index}: ${fault.kind}${fault.lastsMs > 0 ? ` for ${fault.lastsMs} ms` : ''}`);
  const beganAt = Date.now();
  const never = new AbortController().signal;
  await INJECTIONS[fault.kind]({ stack, fault, signal: never, note });
  return { fault, beganAt, endedAt: Date.now(), recoveredInMs: null };
}

/** Waits until no run of these organizations is unfinished; what is then left is for the invariants to find. */
async function untilQuiet(
  stack: ChaosStack,
  organizationIds: readonly string[],
  withinMs: number,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (performance.now() < deadline) {
    const { rows } = await sql<{ unfinished: string }>`
      select count(*)::text as unfinished from runs
      where finished_at is null and organization_id in (${sql.join(organizationIds)})
    `.execute(stack.db);
    if (rows[0]?.unfinished === '0') return;
    await sleep(100);
  }
}

/** As an operator does after an outage that outlasted every try: `POST /v1/runs/{id}/retry`. */
async function retryGivenUp(stack: ChaosStack, facts: StoredFacts): Promise<number> {
  const givenUp = givenUpByFaults(facts.runs);
  for (const run of givenUp) {
    const tenant = stack.tenants.find(({ organizationId }) => organizationId === run.organizationId)!;
    await createClient({ baseUrl: stack.apiUrl, apiKey: tenant.apiKey }).runs.retry(run.id);
  }
  return givenUp.length;
}
