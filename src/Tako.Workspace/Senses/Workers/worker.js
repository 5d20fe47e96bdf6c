// Parses JavaScript for its parent process: four bytes of length (big endian), then a JSON object, both ways, until the pipe ends.
// Nothing that it is given is ever linked or run.
'use strict';
const vm = require('vm');
let acorn = null;
try { acorn = require('internal/deps/acorn/acorn/dist/acorn'); } catch { /* node without its parser: no facts, syntax alone */ }

const wrapper = ['exports', 'require', 'module', '__filename', '__dirname'];
const plain = (text) => text.startsWith('#!') ? '//' + text.slice(2) : text;

function byNode(text, file, isModule) {
  try {
    if (isModule) new vm.SourceTextModule(plain(text), { identifier: file });
    else vm.compileFunction(plain(text), wrapper, { filename: file });
    return null;
  } catch (wrong) {
    if (!(wrong instanceof Error) && wrong?.name !== 'SyntaxError') throw wrong;
    const at = /:(\d+)\r?\n([^\n]*)\n( *)(\^+)/.exec(wrong.stack ?? '');
    const line = at ? Number(at[1]) : 1, column = at ? at[3].length + 1 : 1;
    return { line, column, endLine: line, endColumn: column + (at ? at[4].length : 1), code: 'SyntaxError', message: wrong.message };
  }
}

function byAcorn(text, isModule) {
  if (!acorn) return { tree: null, place: null };
  try {
    const tree = acorn.parse(text, {
      ecmaVersion: 'latest', sourceType: isModule ? 'module' : 'script', locations: true, allowHashBang: true,
      allowReturnOutsideFunction: !isModule, allowAwaitOutsideFunction: isModule, allowSuperOutsideMethod: false,
    });
    return { tree, place: null };
  } catch (wrong) {
    if (!wrong.loc) return { tree: null, place: null };
    return { tree: null, place: { pos: wrong.pos, line: wrong.loc.line, column: wrong.loc.column + 1 } };
  }
}

// One reading of a text as a module or as a script: V8 has the last word, acorn knows the place.
function read(text, file, isModule) {
  const fault = byNode(text, file, isModule);
  const { tree, place } = byAcorn(text, isModule);
  if (fault && place)
    Object.assign(fault, { line: place.line, column: place.column, endLine: place.line, endColumn: place.column + 1, at: text[place.pos] ?? '' });
  return { fault, tree: fault ? null : tree, isModule };
}

function check(text, file, mode) {
  const wants = file.endsWith('.mjs') || (mode === 'module' && !file.endsWith('.cjs'));
  const first = read(text, file, wants);
  if (!first.fault || file.endsWith('.mjs') || file.endsWith('.cjs')) return first;
  // Bundlers take either kind in a plain .js file.
  const second = read(text, file, !wants);
  if (!second.fault) return second;
  const looksLikeModule = /^\s*(import\s*[\w{*'"]|export\s)/m.test(text);
  return looksLikeModule === first.isModule ? first : second;
}

// Scopes

class Scope {
  constructor(parent, isFunction) { this.parent = parent; this.isFunction = isFunction; this.names = new Map(); }
  bind(name, what) { this.names.set(name, this.names.has(name) ? { kind: 'twice' } : what); }
  hoist() { let scope = this; while (!scope.isFunction && scope.parent) scope = scope.parent; return scope; }
  find(name) { for (let scope = this; scope; scope = scope.parent) if (scope.names.has(name)) return scope.names.get(name); return null; }
}

function patternNames(node, take) {
  if (!node) return;
  switch (node.type) {
    case 'Identifier': take(node); break;
    case 'ObjectPattern': for (const each of node.properties) patternNames(each.type === 'RestElement' ? each.argument : each.value, take); break;
    case 'ArrayPattern': for (const each of node.elements) patternNames(each, take); break;
    case 'RestElement': patternNames(node.argument, take); break;
    case 'AssignmentPattern': patternNames(node.left, take); break;
  }
}

const children = (node) => Object.values(node).flatMap((value) => Array.isArray(value) ? value : [value])
  .filter((value) => value && typeof value.type === 'string');
const span = (node) => [node.loc.start.line, node.loc.start.column + 1, node.loc.end.line, node.loc.end.column + 1];
const constant = (node) => node?.type === 'Literal' && typeof node.value === 'string' ? node.value : null;
const required = (node) => node?.type === 'CallExpression' && node.callee.type === 'Identifier' && node.callee.name === 'require'
  && node.arguments.length === 1 ? constant(node.arguments[0]) : null;
const key = (property) => property.computed ? null : property.key.type === 'Identifier' ? property.key.name : constant(property.key);

class Reader {
  constructor(tree, isModule) {
    this.facts = { isModule, imports: [], exports: [], stars: [], certain: true, uses: [], free: [], visible: [], isCommon: false };
    this.loads = []; this.members = []; this.guards = 0; this.sealed = new Set();
    this.top = new Scope(null, true);
    this.enter(tree.body, this.top);
    for (const each of tree.body) this.visit(each, this.top);
    this.tell();
  }

  enter(body, scope) {
    for (const node of body) this.declare(node, scope, true);
  }

  // What a block declares before it runs: let, const, class and functions; var goes to the function.
  declare(node, scope, isBlock) {
    switch (node.type) {
      case 'FunctionDeclaration': if (node.id) scope.bind(node.id.name, { kind: 'function' }); break;
      case 'ClassDeclaration': if (node.id) scope.bind(node.id.name, { kind: 'class' }); break;
      case 'VariableDeclaration': this.variables(node, node.kind === 'var' ? scope.hoist() : scope); break;
      case 'ImportDeclaration':
        for (const each of node.specifiers)
          scope.bind(each.local.name, { kind: each.type === 'ImportNamespaceSpecifier' ? 'space' : 'import', source: node.source.value });
        break;
      case 'ExportNamedDeclaration': case 'ExportDefaultDeclaration':
        if (node.declaration) this.declare(node.declaration, scope, isBlock);
        break;
      default: break;
    }
  }

  variables(node, scope) {
    for (const each of node.declarations) {
      const source = required(each.init);
      const whole = source !== null && each.id.type === 'Identifier' && node.kind === 'const';
      patternNames(each.id, (name) => scope.bind(name.name, whole ? { kind: 'space', source } : { kind: 'variable' }));
    }
  }

  block(body, scope) {
    const inner = new Scope(scope, false);
    this.enter(body, inner);
    for (const each of body) this.visit(each, inner);
  }

  func(node, scope) {
    const inner = new Scope(scope, true);
    if (node.type !== 'ArrowFunctionExpression') inner.bind('arguments', { kind: 'variable' });
    if (node.type === 'FunctionExpression' && node.id) inner.bind(node.id.name, { kind: 'function' });
    for (const each of node.params) { patternNames(each, (name) => inner.names.set(name.name, { kind: 'variable' })); this.visit(each, inner); }
    const guards = this.guards;
    if (node.type === 'FunctionDeclaration') this.guards = 0;
    if (node.body.type === 'BlockStatement') { this.enter(node.body.body, inner); for (const each of node.body.body) this.visit(each, inner); }
    else this.visit(node.body, inner);
    this.guards = guards;
  }

  visit(node, scope) {
    if (!node) return;
    switch (node.type) {
      case 'Identifier': this.loads.push([node, scope, this.guards > 0]); return;
      case 'FunctionDeclaration': case 'FunctionExpression': case 'ArrowFunctionExpression': this.func(node, scope); return;
      case 'BlockStatement': case 'StaticBlock': this.block(node.body, scope); return;
      case 'ClassDeclaration': case 'ClassExpression': this.classOf(node, scope); return;
      case 'ForStatement': case 'ForInStatement': case 'ForOfStatement': this.loop(node, scope); return;
      case 'SwitchStatement': {
        this.visit(node.discriminant, scope);
        const inner = new Scope(scope, false);
        for (const each of node.cases) this.enter(each.consequent, inner);
        for (const each of node.cases) { this.visit(each.test, inner); for (const one of each.consequent) this.visit(one, inner); }
        return;
      }
      case 'TryStatement': this.attempt(node, scope); return;
      case 'VariableDeclaration': this.variable(node, scope); return;
      case 'MemberExpression': this.member(node, scope, false); return;
      case 'CallExpression': case 'NewExpression': this.call(node, scope); return;
      case 'AssignmentExpression': this.assign(node, scope); return;
      case 'UnaryExpression':
        if (node.operator === 'typeof' && node.argument.type === 'Identifier') return;
        break;
      case 'Property': case 'PropertyDefinition': case 'MethodDefinition':
        if (node.computed) this.visit(node.key, scope);
        this.visit(node.value, scope);
        return;
      case 'LabeledStatement': this.visit(node.body, scope); return;
      case 'BreakStatement': case 'ContinueStatement': case 'MetaProperty': return;
      case 'ImportDeclaration': this.imported(node); return;
      case 'ImportExpression': this.note(constant(node.source), [], node, 'dynamic'); this.visit(node.source, scope); return;
      case 'ExportAllDeclaration':
        if (node.exported) this.facts.exports.push(node.exported.name ?? node.exported.value);
        else this.facts.stars.push(node.source.value);
        this.note(node.source.value, [], node, 'import');
        return;
      case 'ExportNamedDeclaration': this.exported(node, scope); return;
      case 'ExportDefaultDeclaration': this.facts.exports.push('default'); this.visit(node.declaration, scope); return;
      default: break;
    }
    for (const each of children(node)) {
      // A var anywhere in the function is known in all of it.
      this.visit(each, scope);
    }
  }

  classOf(node, scope) {
    const inner = new Scope(scope, false);
    if (node.id) inner.bind(node.id.name, { kind: 'class' });
    this.visit(node.superClass, scope);
    for (const each of node.body.body) this.visit(each, inner);
  }

  loop(node, scope) {
    const inner = new Scope(scope, false);
    for (const each of [node.init, node.left]) if (each?.type === 'VariableDeclaration') this.declare(each, inner, false);
    for (const each of [node.init, node.left, node.test, node.right, node.update, node.body]) this.visit(each, inner);
  }

  attempt(node, scope) {
    this.guards++;
    this.visit(node.block, scope);
    if (node.handler) {
      const inner = new Scope(scope, false);
      patternNames(node.handler.param, (name) => inner.bind(name.name, { kind: 'variable' }));
      this.enter(node.handler.body.body, inner);
      for (const each of node.handler.body.body) this.visit(each, inner);
    }
    this.guards--;
    this.visit(node.finalizer, scope);
  }

  variable(node, scope) {
    // A declaration inside a statement that is no block was not seen on entering one.
    for (const each of node.declarations) {
      patternNames(each.id, (name) => { const home = node.kind === 'var' ? scope.hoist() : scope; if (!home.names.has(name.name)) home.names.set(name.name, { kind: 'variable' }); });
      this.visitPattern(each.id, scope);
      const source = required(each.init);
      if (source !== null && each.id.type === 'ObjectPattern') {
        const names = each.id.properties.filter((one) => one.type === 'Property' && one.value.type !== 'AssignmentPattern' && key(one) !== null);
        this.note(source, names.map((one) => ({ name: key(one), span: span(one.key) })), each.init, 'require');
        this.sealed.add(each.init);
      }
      this.visit(each.init, scope);
    }
  }

  visitPattern(node, scope) {
    if (!node || node.type === 'Identifier') return;
    if (node.type === 'AssignmentPattern') { this.visitPattern(node.left, scope); this.visit(node.right, scope); return; }
    if (node.type === 'Property') { if (node.computed) this.visit(node.key, scope); this.visitPattern(node.value, scope); return; }
    if (node.type === 'MemberExpression') { this.visit(node, scope); return; }
    for (const each of children(node)) this.visitPattern(each, scope);
  }

  imported(node) {
    this.note(node.source.value, node.specifiers.filter((each) => each.type !== 'ImportNamespaceSpecifier').map((each) => ({
      name: each.type === 'ImportDefaultSpecifier' ? 'default' : each.imported.name ?? each.imported.value, span: span(each),
    })), node, 'import');
  }

  exported(node, scope) {
    for (const each of node.specifiers) this.facts.exports.push(each.exported.name ?? each.exported.value);
    if (node.source) {
      this.note(node.source.value, node.specifiers.map((each) => ({ name: each.local.name ?? each.local.value, span: span(each) })), node, 'import');
      return;
    }
    if (!node.declaration) { for (const each of node.specifiers) this.loads.push([each.local, scope, false]); return; }
    if (node.declaration.id) this.facts.exports.push(node.declaration.id.name);
    for (const each of node.declaration.declarations ?? []) patternNames(each.id, (name) => this.facts.exports.push(name.name));
    this.visit(node.declaration, scope);
  }

  note(source, names, node, how) {
    if (source === null) return;
    this.facts.imports.push({ source, names, how, guarded: this.guards > 0, span: span(node) });
  }

  member(node, scope, isCalled) {
    if (node.computed) this.visit(node.property, scope);
    if (node.object.type === 'Identifier' && !node.computed && node.property.type === 'Identifier')
      this.members.push([node, scope, isCalled && !node.optional, this.guards > 0]);
    const from = !node.computed && isCalled && !node.optional ? required(node.object) : null;
    if (from !== null && !this.guards)
      this.facts.uses.push({ source: from, name: node.property.name, span: span(node) });
    if (node.object.type === 'Identifier' && (node.object.name === 'exports' || node.object.name === 'module')) this.exportsRead(node);
    else this.visit(node.object, scope);
  }

  // Reading module.exports.x or exports.x is harmless; handing the object on is not.
  exportsRead(node) {
    this.facts.isCommon = true;
    if (node.object.name === 'exports' && node.computed) this.facts.certain = false;
    if (node.object.name === 'module' && !node.isTarget && !node.isInner && key2(node) === 'exports') this.facts.certain = false;
  }

  call(node, scope) {
    const source = required(node);
    if (source !== null && scope.find('require') === null && !this.sealed.has(node)) this.note(source, [], node, 'require');
    if (node.callee.type === 'MemberExpression') this.member(node.callee, scope, !node.optional);
    else if (node.callee.type === 'FunctionExpression' && node.arguments.some((each) => each.type === 'Identifier' && each.name === 'exports'))
      this.facts.certain = false;
    else this.visit(node.callee, scope);
    for (const each of node.arguments) {
      if (each.type === 'Identifier' && (each.name === 'exports' || each.name === 'module')) this.facts.certain = false;
      // Object.defineProperty(exports, '__esModule', …) is what compilers write; names follow as plain assignments or not at all.
      this.visit(each, scope);
    }
  }

  assign(node, scope) {
    const name = exportedName(node.left);
    if (name === '*') {
      this.facts.isCommon = true;
      node.left.isTarget = true;
      if (node.right.type === 'ObjectExpression') {
        for (const each of node.right.properties) {
          if (each.type === 'Property' && key(each) !== null) this.facts.exports.push(key(each));
          else this.facts.certain = false;
        }
      } else if (!(node.right.type === 'Identifier' && node.right.name === 'exports')) this.facts.certain = false;
    } else if (name !== null) {
      this.facts.isCommon = true;
      this.facts.exports.push(name);
      if (node.left.object.type === 'MemberExpression') node.left.object.isInner = true;
    } else if (node.left.type === 'Identifier' && node.left.name === 'exports') this.facts.certain = false;
    else if (node.left.type === 'MemberExpression' && node.left.object.type === 'Identifier') this.sealed.add(node.left.object.name);
    this.visit(node.left, scope);
    this.visit(node.right, scope);
  }

  tell() {
    for (const [node, scope, guarded] of this.loads) {
      if (scope.find(node.name)) continue;
      if (node.name === 'exports' || node.name === 'module' || node.name === 'require') this.facts.isCommon = true;
      if (!guarded) this.facts.free.push({ name: node.name, span: span(node) });
    }
    // What is looked at without a call may be there or not; the program asks.
    const probed = new Set(this.members.filter(([, , isCalled]) => !isCalled).map(([node]) => `${node.object.name}.${node.property.name}`));
    for (const [node, scope, isCalled, guarded] of this.members) {
      const found = scope.find(node.object.name);
      if (found?.kind === 'space' && isCalled && !probed.has(`${node.object.name}.${node.property.name}`) && !guarded && !this.sealed.has(node.object.name))
        this.facts.uses.push({ source: found.source, name: node.property.name, span: span(node) });
    }
    const visible = new Set(this.top.names.keys());
    for (const [, scope] of this.loads) for (let at = scope; at && visible.size < 2000; at = at.parent) for (const name of at.names.keys()) visible.add(name);
    this.facts.visible = [...visible];
    this.facts.free = this.facts.free.slice(0, 200);
  }
}

const key2 = (node) => node.computed ? constant(node.property) : node.property.name;
const isModuleExports = (node) => node?.type === 'MemberExpression' && node.object.type === 'Identifier' && node.object.name === 'module'
  && key2(node) === 'exports';

// 'x' for exports.x and module.exports.x, '*' for module.exports itself, else null.
function exportedName(node) {
  if (node.type !== 'MemberExpression') return null;
  if (isModuleExports(node)) return '*';
  const onExports = (node.object.type === 'Identifier' && node.object.name === 'exports') || isModuleExports(node.object);
  return onExports ? key2(node) ?? null : null;
}

function answer(source, wantsFacts) {
  let result;
  try { result = check(source.text, source.file, source.mode); } catch { return { fault: null, parsed: false }; }
  const told = { fault: result.fault, parsed: result.tree !== null };
  if (wantsFacts && result.tree) {
    try { told.facts = new Reader(result.tree, result.isModule).facts; } catch (wrong) { if (process.env.TAKO_WORKER_TRACE) console.error(wrong); }
  }
  return told;
}

function reply(request) {
  if (request.ask === 'hello')
    return { version: process.versions.node, modules: require('module').builtinModules.filter((name) => !name.startsWith('_')),
      globals: Object.getOwnPropertyNames(globalThis) };
  return { answers: request.sources.map((each) => answer(each, request.ask === 'facts')) };
}

let pending = Buffer.alloc(0);
process.stdin.on('data', (chunk) => {
  pending = pending.length ? Buffer.concat([pending, chunk]) : chunk;
  while (pending.length >= 4) {
    const length = pending.readUInt32BE(0);
    if (pending.length < 4 + length) return;
    const request = JSON.parse(pending.toString('utf8', 4, 4 + length));
    pending = pending.subarray(4 + length);
    const body = Buffer.from(JSON.stringify(reply(request)), 'utf8');
    const head = Buffer.alloc(4);
    head.writeUInt32BE(body.length);
    process.stdout.write(Buffer.concat([head, body]));
  }
});
