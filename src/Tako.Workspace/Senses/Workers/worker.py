# Parses Python for its parent process: four bytes of length (big endian), then a JSON object, both ways, until the pipe ends.
# Nothing that it is given is ever imported or run.
import ast
import builtins
import json
import re
import struct
import sys
import warnings

try:
    import resource
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))
except Exception:
    pass
warnings.simplefilter("ignore")
sys.setrecursionlimit(3000)

NAMES = set(dir(builtins)) | {
    "__file__", "__name__", "__doc__", "__package__", "__spec__", "__loader__", "__path__", "__annotations__", "__builtins__",
    "__cached__", "__dict__", "__class__", "__module__", "__qualname__", "exit", "quit", "copyright", "credits", "license", "help",
    "_", "reveal_type", "WindowsError",
}
RAISES = {"raises", "assertRaises", "assertRaisesRegex", "assertRaisesRegexp", "suppress", "warns", "deprecated_call"}
CAUGHT = {"ImportError", "ModuleNotFoundError", "AttributeError", "NameError", "TypeError", "Exception", "BaseException"}
DOUBTS = {"TYPE_CHECKING", "hasattr", "version_info", "platform", "PY2", "PY3", "MYPY"}
LAZY_ANNOTATIONS = sys.version_info >= (3, 14)


class Places:
    """Turns places of the parser (bytes of UTF-8) into columns from 1 in UTF-16 units."""

    def __init__(self, text):
        self.lines = re.split("\r\n|\r|\n", text)

    def column(self, line, offset):
        if not 1 <= line <= len(self.lines):
            return 1
        text = self.lines[line - 1]
        if not text.isascii():
            text = text.encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "ignore")
            return len(text.encode("utf-16-le", "surrogatepass")) // 2 + 1
        return offset + 1

    def span(self, node):
        end_line = node.end_lineno or node.lineno
        return [node.lineno, self.column(node.lineno, node.col_offset), end_line,
                self.column(end_line, node.end_col_offset if node.end_col_offset is not None else node.col_offset)]


def fault(wrong, text):
    lines = re.split("\r\n|\r|\n", text)
    line = min(max(wrong.lineno or 1, 1), max(len(lines), 1))
    column = max(wrong.offset or 1, 1)
    end_line = max(getattr(wrong, "end_lineno", None) or line, line)
    end = getattr(wrong, "end_offset", None) or column
    return {"line": line, "column": column, "endLine": end_line, "endColumn": end if end_line > line or end > column else column + 1,
            "code": type(wrong).__name__, "message": wrong.msg or "invalid syntax"}


def check(text, file):
    """The tree, or what is wrong; neither when the parser itself gave up."""
    try:
        tree = ast.parse(text, file)
        compile(text, file, "exec", dont_inherit=True)
        return tree, None
    except SyntaxError as wrong:
        return None, fault(wrong, text)
    except ValueError as wrong:
        return None, {"line": 1, "column": 1, "endLine": 1, "endColumn": 2, "code": "SyntaxError", "message": str(wrong)}
    except (RecursionError, MemoryError, OverflowError, UnicodeError):
        return None, None


class Scope:
    def __init__(self, kind, parent):
        self.kind, self.parent = kind, parent
        self.bindings, self.elsewhere = {}, {}

    def top(self):
        scope = self
        while scope.parent is not None:
            scope = scope.parent
        return scope

    def bind(self, name, what):
        where = self.elsewhere.get(name)
        if where == "global":
            self.top().bindings.setdefault(name, []).append(what)
        elif where == "nonlocal":
            scope = self.parent
            while scope is not None and (scope.kind == "class" or name not in scope.bindings):
                scope = scope.parent
            (scope or self).bindings.setdefault(name, []).append(what)
        else:
            self.bindings.setdefault(name, []).append(what)

    def find(self, name):
        """The scope that binds the name, or None."""
        scope, first = self, True
        while scope is not None:
            if scope.elsewhere.get(name) == "global":
                top = scope.top()
                return top if name in top.bindings else None
            if name in scope.bindings and (first or scope.kind != "class"):
                return scope
            scope, first = scope.parent, False
        return None


class Reader(ast.NodeVisitor):
    def __init__(self, tree, places):
        self.places = places
        self.scope = self.module = Scope("module", None)
        self.guards = 0
        self.lazy = LAZY_ANNOTATIONS
        self.dynamic = False
        self.all, self.all_known = None, True
        self.stars, self.imports, self.loads, self.chains = [], [], [], []
        self.skipped = set()
        self.stored = set()
        self.visit(tree)

    # Names

    def visit_Name(self, node):
        if isinstance(node.ctx, ast.Load):
            self.loads.append((self.scope, node, self.guards > 0))
            if node.id in ("globals", "exec", "vars", "locals", "eval"):
                self.dynamic = self.dynamic or node.id in ("globals", "exec", "vars")
        elif isinstance(node.ctx, ast.Store):
            self.scope.bind(node.id, ("other", None))

    def visit_Global(self, node):
        for name in node.names:
            self.scope.elsewhere[name] = "global"

    def visit_Nonlocal(self, node):
        for name in node.names:
            self.scope.elsewhere[name] = "nonlocal"

    def visit_NamedExpr(self, node):
        self.visit(node.value)
        scope = self.scope
        while scope.kind == "comprehension" and scope.parent is not None:
            scope = scope.parent
        scope.bind(node.target.id, ("other", None))

    def visit_MatchAs(self, node):
        self.pattern(node, node.name)

    def visit_MatchStar(self, node):
        self.pattern(node, node.name)

    def visit_MatchMapping(self, node):
        self.pattern(node, node.rest)

    def pattern(self, node, name):
        if name:
            self.scope.bind(name, ("other", None))
        self.generic_visit(node)

    # Imports

    def visit_Import(self, node):
        for alias in node.names:
            whole = alias.asname is not None or "." not in alias.name
            module = alias.name if alias.asname else alias.name.split(".")[0]
            self.scope.bind(alias.asname or module, ("import", {"module": module, "level": 0, "name": None}))
            self.imports.append({"module": alias.name, "level": 0, "name": None, "bound": alias.asname or alias.name.split(".")[0],
                                 "whole": whole, "guarded": self.guards > 0, "span": self.places.span(alias)})

    def visit_ImportFrom(self, node):
        module = node.module or ""
        if module == "__future__":
            self.lazy = self.lazy or any(alias.name == "annotations" for alias in node.names)
        for alias in node.names:
            if alias.name == "*":
                self.stars.append({"module": module, "level": node.level})
            else:
                self.scope.bind(alias.asname or alias.name,
                                ("import", {"module": module, "level": node.level, "name": alias.name}))
            self.imports.append({"module": module, "level": node.level, "name": alias.name, "bound": alias.asname or alias.name,
                                 "whole": True, "guarded": self.guards > 0, "span": self.places.span(alias)})

    # Scopes

    def visit_FunctionDef(self, node):
        for each in node.decorator_list:
            self.visit(each)
        self.scope.bind(node.name, ("function", node))
        if node.name == "__getattr__" and self.scope.kind == "module":
            self.dynamic = True
        self.function(node, node.body)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node):
        self.function(node, [node.body])

    def function(self, node, body):
        inner = Scope("function", self.scope)
        outer, self.scope = self.scope, inner
        self.parameters(node)
        self.scope = outer
        arguments = node.args
        for default in arguments.defaults + [each for each in arguments.kw_defaults if each is not None]:
            self.visit(default)
        self.scope = inner
        for each in every(arguments):
            if each.annotation is not None:
                self.scope = outer if not getattr(node, "type_params", None) else inner
                self.annotation(each.annotation)
                self.scope = inner
            inner.bind(each.arg, ("other", None))
        if getattr(node, "returns", None) is not None:
            self.scope = outer if not getattr(node, "type_params", None) else inner
            self.annotation(node.returns)
            self.scope = inner
        guards, self.guards = self.guards, 0 if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else self.guards
        declare(body, inner)
        for each in body:
            self.visit(each)
        self.guards = guards
        self.scope = outer

    def parameters(self, node):
        for each in getattr(node, "type_params", None) or []:
            self.scope.bind(each.name, ("other", None))

    def annotation(self, node):
        if not self.lazy:
            self.visit(node)

    def visit_AnnAssign(self, node):
        if self.scope.kind != "function":
            self.annotation(node.annotation)
        if node.value is not None:
            self.visit(node.value)
        self.visit(node.target)
        self.note_all(node.target, node.value)

    def visit_ClassDef(self, node):
        for each in node.decorator_list:
            self.visit(each)
        outer = self.scope
        if getattr(node, "type_params", None):
            self.scope = Scope("function", outer)
            self.parameters(node)
        for each in node.bases + [keyword.value for keyword in node.keywords]:
            self.visit(each)
        outer.bind(node.name, ("class", node))
        self.scope = Scope("class", self.scope)
        for each in node.body:
            self.visit(each)
        self.scope = outer

    def comprehension(self, node, *values):
        outer = self.scope
        self.visit(node.generators[0].iter)
        self.scope = Scope("comprehension", outer)
        for index, each in enumerate(node.generators):
            if index:
                self.visit(each.iter)
            self.visit(each.target)
            for test in each.ifs:
                self.visit(test)
        for value in values:
            self.visit(value)
        self.scope = outer

    def visit_ListComp(self, node):
        self.comprehension(node, node.elt)

    visit_SetComp = visit_GeneratorExp = visit_ListComp

    def visit_DictComp(self, node):
        self.comprehension(node, node.key, node.value)

    def visit_TypeAlias(self, node):
        self.visit(node.name)
        outer, self.scope = self.scope, Scope("function", self.scope)
        self.parameters(node)
        self.visit(node.value)
        self.scope = outer

    # What may fail on purpose

    def visit_Try(self, node):
        guarding = any(catches(handler.type) for handler in node.handlers)
        self.guards += guarding
        for each in node.body:
            self.visit(each)
        self.guards -= guarding
        for handler in node.handlers:
            if handler.type is not None:
                self.visit(handler.type)
            if handler.name:
                self.scope.bind(handler.name, ("other", None))
            # What a handler falls back on is as unsure as what failed.
            self.guards += guarding
            for each in handler.body:
                self.visit(each)
            self.guards -= guarding
        for each in node.orelse + node.finalbody:
            self.visit(each)

    visit_TryStar = visit_Try

    def visit_With(self, node):
        guarding = any(isinstance(item.context_expr, ast.Call) and last(item.context_expr.func) in RAISES for item in node.items)
        for item in node.items:
            self.visit(item.context_expr)
            if item.optional_vars is not None:
                self.visit(item.optional_vars)
        self.guards += guarding
        for each in node.body:
            self.visit(each)
        self.guards -= guarding

    visit_AsyncWith = visit_With

    def visit_If(self, node):
        self.visit(node.test)
        guarding = any(last(each) in DOUBTS for each in ast.walk(node.test))
        self.guards += guarding
        for each in node.body + node.orelse:
            self.visit(each)
        self.guards -= guarding

    # Members and calls

    def visit_Attribute(self, node):
        path, at = [], node
        while isinstance(at, ast.Attribute):
            path.append(at.attr)
            at = at.value
        if not isinstance(at, ast.Name):
            self.generic_visit(node)
            return
        path.reverse()
        if (at.id, path[0]) == ("sys", "modules") or path[-1] in ("extend_path", "_convert_", "_convert"):
            self.dynamic = True
        if isinstance(node.ctx, ast.Load):
            if id(node) not in self.skipped:
                self.chains.append((self.scope, at, path, node, None, self.guards > 0))
        else:
            self.stored.add((at.id, path[0]))
        self.visit_Name(at)

    def visit_Call(self, node):
        name = last(node.func)
        guarding = name in RAISES
        path, at = [], node.func
        while isinstance(at, ast.Attribute):
            path.append(at.attr)
            at = at.value
        if isinstance(at, ast.Name):
            path.reverse()
            call = {"positional": len(node.args), "keywords": [each.arg for each in node.keywords if each.arg],
                    "open": any(isinstance(each, ast.Starred) for each in node.args) or any(each.arg is None for each in node.keywords)}
            self.skipped.add(id(node.func))
            self.chains.append((self.scope, at, path, node.func, call, self.guards > 0))
            if at.id in ("setattr", "delattr") and not path and node.args and isinstance(node.args[0], ast.Name):
                self.stored.add((node.args[0].id, None))
        self.visit(node.func)
        self.guards += guarding
        for each in node.args:
            self.visit(each)
        for each in node.keywords:
            self.visit(each.value)
        self.guards -= guarding

    # __all__

    def visit_Assign(self, node):
        self.visit(node.value)
        for target in node.targets:
            self.visit(target)
            self.note_all(target, node.value)

    def visit_AugAssign(self, node):
        self.visit(node.value)
        if isinstance(node.target, ast.Name):
            self.loads.append((self.scope, node.target, self.guards > 0))
            self.note_all(node.target, None)
            self.scope.bind(node.target.id, ("other", None))
        else:
            self.visit(node.target)

    def note_all(self, target, value):
        if self.scope.kind != "module" or not isinstance(target, ast.Name) or target.id != "__all__":
            return
        if isinstance(value, (ast.List, ast.Tuple)) and self.all is None \
                and all(isinstance(each, ast.Constant) and isinstance(each.value, str) for each in value.elts):
            self.all = [each.value for each in value.elts]
        else:
            self.all_known = False

    # What is told

    def tell(self):
        defines = {}
        for name, bindings in self.module.bindings.items():
            kinds = {kind for kind, _ in bindings}
            kind, node = bindings[0]
            told = {"kind": kind if len(kinds) == 1 else "other"}
            if len(bindings) == 1 and kind in ("function", "class"):
                told["signature"] = signature(node)
            elif len(bindings) == 1 and kind == "import":
                told["from"] = node
            defines[name] = told
        undefined = []
        for scope, node, guarded in self.loads:
            if not guarded and node.id not in NAMES and scope.find(node.id) is None:
                undefined.append({"name": node.id, "span": self.places.span(node)})
        visible = sorted(set(self.module.bindings) | {name for scope, node, _ in self.loads for name in scope.bindings})
        uses, calls = [], []
        for scope, root, path, node, call, guarded in self.chains:
            found = scope.find(root.id)
            if guarded or found is None or (path and ((root.id, path[0]) in self.stored or (root.id, None) in self.stored)):
                continue
            bindings = found.bindings[root.id]
            if all(kind == "import" for kind, _ in bindings) and len({json.dumps(what) for _, what in bindings}) == 1:
                uses.append({"import": bindings[0][1], "path": path, "call": call, "span": self.places.span(node)})
            elif call is not None and not path and len(bindings) == 1 and bindings[0][0] in ("function", "class"):
                told = signature(bindings[0][1])
                if told is not None:
                    calls.append({"name": root.id, "signature": told, "call": call, "span": self.places.span(node)})
        return {"dynamic": self.dynamic or "__getattr__" in self.module.bindings, "defines": defines,
                "all": self.all if self.all_known else None, "allKnown": self.all_known, "stars": self.stars, "imports": self.imports,
                "undefined": undefined[:200], "visible": visible[:2000], "uses": uses, "calls": calls}


def declare(body, scope):
    """Global and nonlocal hold for a whole function, wherever in it they are written."""
    for each in own(body):
        if isinstance(each, (ast.Global, ast.Nonlocal)):
            for name in each.names:
                scope.elsewhere[name] = "global" if isinstance(each, ast.Global) else "nonlocal"


def own(body):
    """The statements of a function without those of functions and classes inside it."""
    found, open_nodes = [], list(body)
    while open_nodes:
        node = open_nodes.pop()
        found.append(node)
        if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda)):
            open_nodes.extend(ast.iter_child_nodes(node))
    return found


def every(arguments):
    return [each for each in arguments.posonlyargs + arguments.args + [arguments.vararg] + arguments.kwonlyargs + [arguments.kwarg]
            if each is not None]


def last(node):
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else None


def catches(node):
    if node is None:
        return True
    return any(last(each) in CAUGHT for each in (node.elts if isinstance(node, ast.Tuple) else [node]))


def signature(node):
    if node.decorator_list:
        return None
    skip = 0
    if isinstance(node, ast.ClassDef):
        if node.keywords or any(last(each) != "object" for each in node.bases):
            return None
        made = [each for each in node.body if getattr(each, "name", None) in ("__init__", "__new__", "__call__")]
        hidden = [each for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)
                  and each.id in ("__init__", "__new__")]
        if hidden or len(made) > 1 or any(each.name != "__init__" or each.decorator_list for each in made):
            return None
        if not made:
            simple = all(not isinstance(each, (ast.If, ast.Try, ast.For, ast.While, ast.With, ast.Import, ast.ImportFrom)) for each in node.body)
            return {"least": 0, "most": 0, "names": [], "positionalOnly": 0, "only": [], "needed": [], "open": False} if simple else None
        node, skip = made[0], 1
    arguments = node.args
    names = [each.arg for each in arguments.posonlyargs + arguments.args]
    if len(names) < skip:
        return None
    return {"least": max(0, len(names) - len(arguments.defaults) - skip), "most": None if arguments.vararg else len(names) - skip,
            "names": names[skip:], "positionalOnly": max(0, len(arguments.posonlyargs) - skip),
            "only": [each.arg for each in arguments.kwonlyargs],
            "needed": [each.arg for each, default in zip(arguments.kwonlyargs, arguments.kw_defaults) if default is None],
            "open": arguments.kwarg is not None}


def answer(source, wants_facts):
    text = source["text"]
    tree, wrong = check(text, source["file"])
    told = {"fault": wrong, "parsed": tree is not None}
    if tree is not None and wants_facts:
        try:
            told["facts"] = Reader(tree, Places(text)).tell()
        except RecursionError:
            pass
    return told


def main():
    source, sink = sys.stdin.buffer, sys.stdout.buffer
    while True:
        head = source.read(4)
        if len(head) < 4:
            return
        request = json.loads(source.read(struct.unpack(">I", head)[0]))
        if request["ask"] == "hello":
            reply = {"version": "%d.%d" % sys.version_info[:2], "modules": sorted(getattr(sys, "stdlib_module_names", ()))}
        else:
            reply = {"answers": [answer(each, request["ask"] == "facts") for each in request["sources"]]}
        body = json.dumps(reply).encode("utf-8", "surrogatepass")
        sink.write(struct.pack(">I", len(body)) + body)
        sink.flush()


main()
