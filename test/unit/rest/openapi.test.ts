import { expect, it } from 'vitest';
import { openApiDocument } from '../../../src-main/rest/openapi';
import { keyFault, stripSpace, valueFault } from '../../../src-shared/rules';

interface Document {
  paths: {
    '/v1/secrets': {
      put: {
        requestBody: {
          content: {
            'application/json': {
              schema: {
                properties: {
                  secrets: { items: { properties: Record<'key' | 'value', { pattern: string }> } };
                };
              };
            };
          };
        };
      };
    };
  };
}

it('the patterns of the description say of each character what the rules say', () => {
  const document = openApiDocument('0.0.0') as Document;
  const { schema } = document.paths['/v1/secrets'].put.requestBody.content['application/json'];
  const { key, value } = schema.properties.secrets.items.properties;
  const [keyPattern, valuePattern] = [new RegExp(key.pattern), new RegExp(value.pattern)];
  const wrong: number[] = [];
  for (let code = 0; code < 0xd800; code += 1) {
    const character = String.fromCharCode(code);
    for (const text of [character, `${character}A`, `A${character}`, `A${character}A`]) {
      if (keyPattern.test(text) !== (keyFault(stripSpace(text)) === null)) wrong.push(code);
      if (valuePattern.test(text) !== (valueFault(stripSpace(text)) === null)) wrong.push(code);
    }
  }
  expect(wrong).toEqual([]);
});
