import { describe, expect, it } from '@jest/globals';
import { withSearchPath } from './database-url.js';

describe('withSearchPath', () => {
  it('given a plain URL, when extended, then the search path is the schema', () => {
    const url = withSearchPath('postgres://u:p%40ss@db:5432/x', 'gp_writer');

    expect(url).toBe('postgres://u:p%40ss@db:5432/x?options=-c%20search_path%3Dgp_writer');
  });

  it('given a URL with options and parameters, when extended, then they are kept', () => {
    const url = withSearchPath('postgres://db/x?sslmode=require&options=-c%20statement_timeout%3D5s', 'audit');

    expect(new URL(url).searchParams.get('options')).toBe('-c statement_timeout=5s -c search_path=audit');
    expect(new URL(url).searchParams.get('sslmode')).toBe('require');
  });
});
