import { registerHooks } from 'node:module';

// Our imports have no extension, since a bundler resolves them; a child process of a test has none.
registerHooks({
  resolve(specifier, context, next) {
    const ours =
      specifier.startsWith('.') && !specifier.endsWith('.ts') && context.parentURL?.endsWith('.ts');
    if (!ours) return next(specifier, context);
    return next(`${specifier}.ts`, context);
  },
});
