import { z } from 'zod';
import { RagError } from '../errors.ts';
import { boundedFetch } from './bounded-fetch.ts';

/** A model that may be asked; its library is loaded the first time it is. */
export interface LazyModel<Model> {
  readonly provider: string;
  readonly modelId: string;
  load(): Promise<Model>;
}

export function lazily<Model>(
  provider: string,
  modelId: string,
  load: () => Promise<Model>,
): LazyModel<Model> {
  let loading: Promise<Model> | undefined;
  return { provider, modelId, load: () => (loading ??= load()) };
}

/** The issues name fields and never quote values, so the key stays out of logs. */
export function invalidConfiguration(what: string, error: z.ZodError): RagError {
  return new RagError('model_config_invalid', `${what} is invalid: ${z.prettifyError(error)}`);
}

/** What the libraries of all providers are given. */
export function providerSettings(config: {
  readonly apiKey?: string | undefined;
  readonly baseUrl?: string | undefined;
}) {
  return {
    fetch: boundedFetch,
    ...(config.apiKey === undefined ? {} : { apiKey: config.apiKey }),
    ...(config.baseUrl === undefined ? {} : { baseURL: config.baseUrl }),
  };
}
