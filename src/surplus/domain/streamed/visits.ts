import type { Entitled } from '../eligibility.js';

/**
 * A sharing that never holds all participants: a sequence of passes over them. Each step yields what it does with one
 * participant; the generator goes on when all have been seen once. Several pools take their steps in the same pass.
 */
export type Visit = (one: Entitled) => void;
export type Steps<T> = Generator<Visit, T, void>;
