import { functionCatalogue, kernelFunctions } from '@weir/job-spec';
import { describe, expect, it } from 'vitest';
import { evaluateConstant } from '../testing/evaluate-text.ts';
import { functionKernels } from './kernel-catalogue.ts';

describe('the catalogue of functions', () => {
  it('has a kernel for every function that is declared, and no other', () => {
    expect(Object.keys(functionKernels).toSorted()).toEqual([...kernelFunctions].toSorted());
  });

  it('gives every entry a usage, a meaning and an example', () => {
    const bare = functionCatalogue.filter(
      ({ usage, meaning, examples }) => usage.length === 0 || meaning === '' || examples.length === 0,
    );
    expect(bare.map(({ name }) => name)).toEqual([]);
  });

  const examples = functionCatalogue.flatMap((entry) => entry.examples);
  it.each(examples.map(({ expression, value }) => [expression, value] as const))('%s is %j', (expression, value) => {
    expect(evaluateConstant(expression)).toEqual(value);
  });
});
