import { isTerminal, type RunState } from '@accountia/task-contracts/api';

/** A run as the state machine of docs/pipelines/runs.md has it. Everything here is the specification, written again. */
export interface ModelRun {
  readonly id: string;
  readonly deduplicationKey: string | null;
  readonly onChildFailure: 'fail' | 'ignore' | null;
  readonly children: readonly { readonly id: string; readonly madeForParent: boolean }[];
  state: RunState;
  attempt: number;
  delivery: number;
  maxAttempts: number;
  losses: number;
  cancelRequested: boolean;
  quarantined: boolean;
  /** Its notAfter has passed. */
  late: boolean;
  leasePassed: boolean;
}

export interface ModelDelivery {
  readonly id: string;
  readonly delivery: number;
}

export interface ModelAttempt {
  readonly id: string;
  readonly attempt: number;
}

export const TRIES = 3;

export class RunModel {
  readonly runs = new Map<string, ModelRun>();
  /** Everything that was ever handed over or claimed: what comes late or twice is one of these. */
  readonly deliveries: ModelDelivery[] = [];
  readonly attempts: ModelAttempt[] = [];

  add(run: Pick<ModelRun, 'id' | 'deduplicationKey' | 'onChildFailure' | 'children'>): void {
    const state = run.children.some((child) => !this.ended(child.id)) ? 'blocked' : 'queued';
    this.runs.set(run.id, {
      ...run,
      state,
      attempt: 0,
      delivery: 0,
      maxAttempts: TRIES,
      losses: 0,
      cancelRequested: false,
      quarantined: false,
      late: false,
      leasePassed: false,
    });
  }

  get(id: string): ModelRun {
    return this.runs.get(id)!;
  }

  all(): ModelRun[] {
    return [...this.runs.values()];
  }

  ended(id: string): boolean {
    return isTerminal(this.get(id).state);
  }

  isCurrent({ id, attempt }: ModelAttempt): boolean {
    const run = this.get(id);
    return run.state === 'running' && run.attempt === attempt;
  }

  admit(id: string): void {
    const run = this.get(id);
    run.state = 'dispatched';
    run.delivery += 1;
    this.deliveries.push({ id, delivery: run.delivery });
  }

  mayClaim({ id, delivery }: ModelDelivery): boolean {
    const run = this.get(id);
    return run.state === 'dispatched' && run.delivery === delivery && !run.late;
  }

  claim({ id }: ModelDelivery): void {
    const run = this.get(id);
    run.state = 'running';
    run.attempt += 1;
    run.leasePassed = false;
    this.attempts.push({ id, attempt: run.attempt });
  }

  end(id: string, state: RunState): void {
    const run = this.get(id);
    run.state = state;
    for (const parent of this.all()) {
      if (parent.state !== 'blocked' || !parent.children.some((child) => child.id === id)) continue;
      if (parent.children.every((child) => this.ended(child.id))) parent.state = 'queued';
    }
  }

  lose(run: ModelRun): void {
    run.state = 'queued';
    run.losses += 1;
    run.maxAttempts += 1;
  }

  cancel(id: string): void {
    const run = this.get(id);
    const wasBlocked = run.state === 'blocked';
    if (run.state === 'running') run.cancelRequested = true;
    if (wasBlocked || run.state === 'queued' || run.state === 'dispatched') {
      run.cancelRequested = true;
      this.end(id, 'cancelled');
    }
    if (!wasBlocked) return;
    const abandoned = run.children.filter(
      (child) => child.madeForParent && !this.ended(child.id) && !this.isAwaited(child.id),
    );
    for (const child of abandoned) this.cancel(child.id);
  }

  isAwaited(id: string): boolean {
    return this.all().some((run) => run.state === 'blocked' && run.children.some((child) => child.id === id));
  }

  /** By hand, one run. */
  retry(id: string): 'retried' | 'completed' | 'not-finished' {
    const run = this.get(id);
    if (run.state === 'completed') return 'completed';
    if (!isTerminal(run.state)) return 'not-finished';
    if (run.onChildFailure === 'fail') {
      for (const child of run.children) {
        if (this.ended(child.id) && this.get(child.id).state !== 'completed')
          this.restart(this.get(child.id));
      }
    }
    this.restart(run);
    if (run.children.some((child) => !this.ended(child.id))) run.state = 'blocked';
    return 'retried';
  }

  restart(run: ModelRun): void {
    run.state = 'queued';
    run.maxAttempts = run.attempt + TRIES;
    run.losses = 0;
    run.cancelRequested = false;
    run.quarantined = false;
    run.late = false;
  }

  /** Failed runs that a redrive of all would start again. */
  redrivable(): ModelRun[] {
    return this.all().filter(
      (run) =>
        run.state === 'failed' &&
        !this.all().some(
          (other) =>
            run.deduplicationKey !== null &&
            other.deduplicationKey === run.deduplicationKey &&
            !isTerminal(other.state),
        ),
    );
  }
}
