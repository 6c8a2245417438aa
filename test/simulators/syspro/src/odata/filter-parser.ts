import type { TableDefinition } from '../tables/column.js';
import { COMPARISONS, type ComparisonOperator, type FilterNode } from './filter-ast.js';
import { literalValue, type DateLiterals } from './filter-literal.js';
import { invalidQuery } from './odata-error.js';
import { tokenize, type Token } from './tokenizer.js';

/** More nesting than a client needs, less than the stack holds. */
const DEEPEST = 200;

/** Recursive descent over: or → and → not → parentheses or `Column op literal`. */
class FilterParser {
  private readonly tokens: Token[];
  private next = 0;
  private depth = 0;

  constructor(
    private readonly text: string,
    private readonly table: TableDefinition,
    private readonly dates: DateLiterals,
  ) {
    this.tokens = tokenize(text);
  }

  parse(): FilterNode {
    const node = this.or();
    if (this.peek().kind !== 'end') throw this.unexpected();
    return node;
  }

  private or(): FilterNode {
    let left = this.and();
    while (this.takeWord('or')) left = { kind: 'or', left, right: this.and() };
    return left;
  }

  private and(): FilterNode {
    let left = this.not();
    while (this.takeWord('and')) left = { kind: 'and', left, right: this.not() };
    return left;
  }

  private not(): FilterNode {
    return this.takeWord('not') ? this.nested(() => ({ kind: 'not', operand: this.not() })) : this.primary();
  }

  private primary(): FilterNode {
    if (this.peek().kind !== 'open') return this.comparison();
    return this.nested(() => {
      this.take();
      const node = this.or();
      if (this.peek().kind !== 'close') throw this.unexpected();
      this.take();
      return node;
    });
  }

  private comparison(): FilterNode {
    const name = this.take();
    if (name.kind !== 'name') throw this.unexpected(name);
    if (this.peek().kind === 'open') {
      throw invalidQuery(`An unknown function with name '${name.text}' was found. Functions are not supported.`);
    }
    const column = this.table.byName.get(name.text);
    if (column === undefined) {
      throw invalidQuery(`Could not find a property named '${name.text}' on type 'SYSPRO.${this.table.name}'.`);
    }
    const operator = this.take();
    if (operator.kind !== 'name' || !isComparison(operator.text)) throw this.unexpected(operator);
    const literal = this.take();
    const isLiteral = ['string', 'number', 'date', 'datetime'].includes(literal.kind) || literal.text === 'null';
    if (!isLiteral) throw this.unexpected(literal);
    const value = literalValue(column, operator.text, literal, this.dates);
    return { kind: 'comparison', operator: operator.text, column, value };
  }

  private nested(read: () => FilterNode): FilterNode {
    this.depth += 1;
    if (this.depth > DEEPEST) throw invalidQuery('The recursion limit has been exceeded.');
    const node = read();
    this.depth -= 1;
    return node;
  }

  private peek(): Token {
    return this.tokens[this.next] ?? { kind: 'end', text: '', at: this.text.length };
  }

  private take(): Token {
    const token = this.peek();
    this.next += 1;
    return token;
  }

  private takeWord(word: string): boolean {
    const token = this.peek();
    const found = token.kind === 'name' && token.text === word;
    if (found) this.next += 1;
    return found;
  }

  private unexpected(token: Token = this.peek()): Error {
    return invalidQuery(`Syntax error at position ${token.at} in '${this.text}'.`);
  }
}

function isComparison(text: string): text is ComparisonOperator {
  return (COMPARISONS as readonly string[]).includes(text);
}

/** @throws ODataError 400 naming the position, the unknown column, or the literal that does not fit its column. */
export function parseFilter(text: string, table: TableDefinition, dates: DateLiterals): FilterNode {
  return new FilterParser(text, table, dates).parse();
}
