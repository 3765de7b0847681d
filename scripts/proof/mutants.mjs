import ts from 'typescript';

/**
 * Everything of a TypeScript file that decides something, taken out or turned round, one at a time: each statement,
 * condition, operand, comparison and entry of a list.
 * @param {string} source the file's text
 * @returns {{start: number, end: number, text: string, line: number, what: string}[]} what to put in place of which part
 */
export function mutantsOf(source) {
  const file = ts.createSourceFile('file.ts', source, ts.ScriptTarget.Latest, true);
  const mutants = [];
  const replace = (node, text) => {
    const [start, end] = [node.getStart(file), node.getEnd()];
    const was = source.slice(start, end).replace(/\s+/g, ' ');
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    const short = was.length > 70 ? `${was.slice(0, 70)}…` : was;
    mutants.push({ start, end, text, line, what: `${short} → ${text === '' ? 'nothing' : text}` });
  };
  const opposite = new Map([
    [ts.SyntaxKind.EqualsEqualsEqualsToken, '!=='],
    [ts.SyntaxKind.ExclamationEqualsEqualsToken, '==='],
    [ts.SyntaxKind.LessThanToken, '>='],
    [ts.SyntaxKind.LessThanEqualsToken, '>'],
    [ts.SyntaxKind.GreaterThanToken, '<='],
    [ts.SyntaxKind.GreaterThanEqualsToken, '<'],
  ]);
  const joins = [
    ts.SyntaxKind.AmpersandAmpersandToken,
    ts.SyntaxKind.BarBarToken,
    ts.SyntaxKind.QuestionQuestionToken,
  ];

  const visit = (node) => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isInterfaceDeclaration(node)) return;
    const own =
      node.parent &&
      (ts.isBlock(node.parent) || ts.isCaseClause(node.parent) || ts.isIfStatement(node.parent));
    if (own && (ts.isExpressionStatement(node) || ts.isReturnStatement(node) || ts.isThrowStatement(node)))
      replace(node, ';');
    if (ts.isIfStatement(node) || ts.isForStatement(node) || ts.isForOfStatement(node)) replace(node, ';');
    if (ts.isIfStatement(node)) for (const word of ['true', 'false']) replace(node.expression, word);
    if (ts.isConditionalExpression(node)) for (const word of ['true', 'false']) replace(node.condition, word);
    if (ts.isBinaryExpression(node)) {
      const kind = node.operatorToken.kind;
      if (joins.includes(kind)) for (const side of [node.left, node.right]) replace(node, side.getText(file));
      if (opposite.has(kind)) replace(node.operatorToken, opposite.get(kind));
    }
    if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
      replace(node, node.operand.getText(file));
    }
    if (ts.isArrayLiteralExpression(node) && node.elements.length > 1) {
      for (const element of node.elements) {
        const rest = node.elements.filter((each) => each !== element);
        replace(node, `[${rest.map((each) => each.getText(file)).join(', ')}]`);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return mutants;
}
