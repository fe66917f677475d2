import type { TypedExpression } from '@weir/job-spec';
import { assertNever, invariant } from '@weir/kernel';
import { DoubleArithmeticKernel, IntArithmeticKernel } from './arithmetic-kernel.ts';
import { CastNumberKernel } from './cast-number-kernel.ts';
import { FormatKernel, isSameInMemory, ParseKernel } from './cast-text-kernels.ts';
import { ChoiceKernel } from './choice-kernel.ts';
import { CompareKernel } from './compare-kernel.ts';
import { CompareTextKernel } from './compare-text-kernel.ts';
import { functionKernels } from '../functions/kernel-catalogue.ts';
import { compileJsonCall } from '../functions/json-kernels.ts';
import { compileIsJson } from '../functions/json-text.ts';
import { InNumbersKernel, InTextsKernel } from './in-kernel.ts';
import type { FailureSite, Kernel } from './kernel.ts';
import { ColumnReferenceKernel, LiteralNullKernel, LiteralNumberKernel, LiteralTextKernel } from './leaf-kernels.ts';
import { ComputedLikeKernel, LikeKernel } from './like-kernel.ts';
import { LogicalKernel } from './logical-kernel.ts';
import { DoubleMapKernel, IntMapKernel, negateBigint, negateDouble } from './number-kernels.ts';
import { CaseChooser, CoalesceChooser } from './row-choosers.ts';
import { EvaluationCounter, SharedKernel } from './shared-kernel.ts';
import { TrimKernel } from './trim-kernel.ts';
import { TryKernel } from './try-kernel.ts';
import { IsNullKernel, IsTruthKernel, NotKernel } from './truth-kernels.ts';

type Node<Kind extends TypedExpression['kind']> = Extract<TypedExpression, { kind: Kind }>;

/** A place in the text that can fail, with the kernel that knows why. */
export interface PlacedSite {
  readonly site: FailureSite;
  readonly span: TypedExpression['span'];
}

/** Makes the kernels of one expression. Parts that are alike become one kernel. */
export class KernelCompiler {
  readonly counter = new EvaluationCounter();
  readonly sites: PlacedSite[] = [];
  readonly #shared = new Map<string, Kernel>();

  compile(expression: TypedExpression): Kernel {
    if (expression.kind === 'column' || expression.kind === 'literal') return compileLeaf(expression);
    const key = keyOf(expression);
    const known = this.#shared.get(key);
    if (known) return known;
    const kernel = new SharedKernel(this.#compileNode(expression), this.counter);
    this.#shared.set(key, kernel);
    return kernel;
  }

  /** Makes a kernel that can fail; `make` gets the mark for its failures. */
  placed<Made extends Kernel & FailureSite>(expression: TypedExpression, make: (mark: number) => Made): Kernel {
    const place = this.sites.length;
    const kernel = make(place + 1);
    // Operands are compiled before `make`, so no site has come between.
    invariant(this.sites.length === place, 'A kernel is made after its operands.');
    this.sites.push({ site: kernel, span: expression.span });
    return kernel;
  }

  #compileNode(expression: Exclude<TypedExpression, Node<'column'> | Node<'literal'>>): Kernel {
    switch (expression.kind) {
      case 'arithmetic':
        return this.#compileArithmetic(expression);
      case 'negate':
        return this.#compileNegate(expression);
      case 'compare':
        return this.#compileCompare(expression);
      case 'logical':
        return new LogicalKernel(expression.operator, this.#compileAll(expression.operands));
      case 'not':
        return new NotKernel(this.compile(expression.operand));
      case 'is-null':
        return new IsNullKernel(this.compile(expression.operand), expression.isNegated ? 0 : 1);
      case 'is-truth':
        return new IsTruthKernel(this.compile(expression.operand), expression);
      case 'in':
        return this.#compileIn(expression);
      case 'like':
        return this.#compileLike(expression);
      case 'case':
        return this.#compileCase(expression);
      case 'cast':
        return this.#compileCast(expression);
      case 'coalesce':
        return this.#compileCoalesce(expression);
      case 'trim':
        return new TrimKernel(this.compile(expression.operand), expression);
      case 'call':
        return functionKernels[expression.function](this, expression, this.#compileAll(expression.arguments));
      case 'is-json':
        return compileIsJson(this, expression, this.compile(expression.operand));
      case 'json':
        return compileJsonCall(this, expression, this.#compileAll([expression.json, expression.path]));
      default:
        return assertNever(expression);
    }
  }

  #compileAll(expressions: readonly TypedExpression[]): readonly Kernel[] {
    return expressions.map((expression) => this.compile(expression));
  }

  #compileArithmetic(expression: Node<'arithmetic'>): Kernel {
    const { type, operator } = expression;
    const operands = { left: this.compile(expression.left), right: this.compile(expression.right) };
    if (type === 'INT') return this.placed(expression, (mark) => new IntArithmeticKernel(operator, operands, mark));
    invariant(type === 'BIGINT' || type === 'DOUBLE', 'Arithmetic is on numbers.', { type });
    return this.placed(expression, (mark) => new DoubleArithmeticKernel(operator, operands, { type, mark }));
  }

  #compileNegate(expression: Node<'negate'>): Kernel {
    const operand = this.compile(expression.operand);
    if (expression.type === 'INT') return this.placed(expression, (mark) => new IntMapKernel(operand, 'negate', mark));
    return new DoubleMapKernel(operand, expression.type === 'BIGINT' ? negateBigint : negateDouble);
  }

  #compileCompare({ operator, left, right }: Node<'compare'>): Kernel {
    const operands = { left: this.compile(left), right: this.compile(right) };
    return left.type === 'STRING' ? new CompareTextKernel(operator, operands) : new CompareKernel(operator, operands);
  }

  #compileIn(expression: Node<'in'>): Kernel {
    const kernel = this.#compileInList(expression);
    return expression.isNegated ? new NotKernel(kernel) : kernel;
  }

  #compileInList({ operand, items, span, nullable }: Node<'in'>): Kernel {
    const values = items.map((item) => (item.kind === 'literal' ? item.value : null));
    const numbers = values.filter((value) => typeof value === 'number');
    if (numbers.length === items.length) return new InNumbersKernel(this.compile(operand), numbers);
    const texts = values.filter((value) => typeof value === 'string');
    if (texts.length === items.length) return new InTextsKernel(this.compile(operand), texts);
    const comparisons = items.map((right): TypedExpression => ({
      kind: 'compare',
      operator: '=',
      left: operand,
      right,
      type: 'BOOLEAN',
      nullable,
      span,
    }));
    return new LogicalKernel('OR', this.#compileAll(comparisons));
  }

  #compileCase(expression: Node<'case'>): Kernel {
    const { branches, otherwise, type } = expression;
    const conditions = this.#compileAll(branches.map((branch) => branch.when));
    const results = this.#compileAll(branches.map((branch) => branch.then));
    const last = otherwise === null ? new LiteralNullKernel(type) : this.compile(otherwise);
    return new ChoiceKernel(expression, new CaseChooser(conditions), [...results, last]);
  }

  #compileCoalesce(expression: Node<'coalesce'>): Kernel {
    const kernels = this.#compileAll(expression.operands);
    return new ChoiceKernel(expression, new CoalesceChooser(kernels), kernels);
  }

  #compileLike({ operand, pattern, escape, isNegated }: Node<'like'>): Kernel {
    const kernel = this.compile(operand);
    if (pattern.kind === 'literal' && typeof pattern.value === 'string') {
      return new LikeKernel(kernel, { pattern: pattern.value, escape, isNegated });
    }
    return new ComputedLikeKernel(kernel, this.compile(pattern), { escape, isNegated });
  }

  #compileCast(expression: Node<'cast'>): Kernel {
    const kernel = this.compile(expression.operand);
    const cast = this.#compileCastOf(expression, kernel);
    return expression.isTry && cast !== kernel ? new TryKernel(cast, kernel) : cast;
  }

  #compileCastOf(expression: Node<'cast'>, kernel: Kernel): Kernel {
    const { operand, type } = expression;
    if (isSameInMemory(operand.type, type)) return kernel;
    if (type === 'STRING') {
      invariant(operand.type !== 'STRING', 'A CAST changes the type.');
      return new FormatKernel(kernel, operand.type);
    }
    if (operand.type === 'STRING') return this.placed(expression, (mark) => new ParseKernel(kernel, type, mark));
    return this.placed(expression, (mark) => new CastNumberKernel(kernel, type, mark));
  }
}

function compileLeaf(expression: Node<'column'> | Node<'literal'>): Kernel {
  if (expression.kind === 'column') return new ColumnReferenceKernel(expression.index, expression.type);
  const { value, type } = expression;
  if (value === null) return new LiteralNullKernel(type);
  return typeof value === 'string' ? new LiteralTextKernel(value) : new LiteralNumberKernel(Number(value), type);
}

/** The same for parts that compute the same, wherever they stand in the text. */
function keyOf(expression: TypedExpression): string {
  return JSON.stringify(expression, (name, value: unknown) => (name === 'span' ? undefined : value));
}
