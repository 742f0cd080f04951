"""Answers to section 02 that were written without a look at its known mistakes."""

from __future__ import annotations

from tests.answers import Answer


def _right(exercise: str, style: str, code: str) -> Answer:
    return Answer(exercise, style, code)


def _wrong(exercise: str, style: str, code: str, *causes: str) -> Answer:
    return Answer(exercise, style, code, causes)


_TANH = """
def tanh(z):
    z = np.asarray(z, dtype=float)
    return {}
"""
_TANH_D = "def tanh_derivative(a):\n    return {}"
_RELU = "def relu(z):\n    return {}"
_RELU_D = "def relu_derivative(z):\n    return {}"
_LEAKY = "def leaky_relu(z, slope=0.01):\n    return {}"
_LEAKY_D = "def leaky_relu_derivative(z, slope=0.01):\n    return {}"

RIGHT = [
    _right("tanh", "by sigmoid", _TANH.format("2 * sigmoid(2 * z) - 1")),
    _right(
        "tanh",
        "clipped",
        _TANH.format("np.sinh(np.clip(z, -30, 30)) / np.cosh(np.clip(z, -30, 30))"),
    ),
    _right(
        "tanh",
        "negative exponent",
        _TANH.format("np.sign(z) * (1 - np.exp(-2 * abs(z))) / (1 + np.exp(-2 * abs(z)))"),
    ),
    _right(
        "tanh",
        "expm1",
        _TANH.format("-np.sign(z) * np.expm1(-2 * np.abs(z)) / (2 + np.expm1(-2 * np.abs(z)))"),
    ),
    _right(
        "tanh", "math, vectorized", "import math\n\ntanh = np.vectorize(math.tanh, otypes=[float])"
    ),
    _right("tanh", "the function itself", "tanh = np.tanh"),
    _right("tanh", "one minus", _TANH.format("1 - 2 / (np.exp(np.minimum(2 * z, 700)) + 1)")),
    _right(
        "tanh", "complex sine", _TANH.format("np.real(-1j * np.tan(1j * np.clip(z, -300, 300)))")
    ),
    _right(
        "tanh",
        "masks",
        """
def tanh(z):
    z = np.array(z, dtype=float)
    shape = z.shape
    z = z.reshape(-1)
    p = z > 0
    out = np.zeros(z.shape)
    out[p] = (1 - np.exp(-2 * z[p])) / (1 + np.exp(-2 * z[p]))
    out[~p] = (np.exp(2 * z[~p]) - 1) / (np.exp(2 * z[~p]) + 1)
    return out.reshape(shape)
""",
    ),
    _right(
        "tanh",
        "loop",
        """
def tanh(z):
    out = np.zeros(np.shape(z))
    for place, value in np.ndenumerate(z):
        value = min(max(value, -350), 350)
        up, down = np.exp(value), np.exp(-value)
        out[place] = (up - down) / (up + down)
    return out
""",
    ),
    _right("tanh_derivative", "two factors", _TANH_D.format("(1 - a) * (1 + a)")),
    _right("tanh_derivative", "square", _TANH_D.format("1 - np.square(a)")),
    _right("tanh_derivative", "power", _TANH_D.format("1 - np.power(a, 2)")),
    _right("tanh_derivative", "product", _TANH_D.format("np.subtract(1.0, np.multiply(a, a))")),
    _right("tanh_derivative", "ones_like", _TANH_D.format("np.ones_like(a, dtype=float) - a * a")),
    _right("tanh_derivative", "negative", _TANH_D.format("-(a**2 - 1)")),
    _right(
        "tanh_derivative",
        "cosh of arctanh",
        """
def tanh_derivative(a):
    a = np.asarray(a, dtype=float)
    inside = np.abs(a) < 1
    z = np.arctanh(np.where(inside, a, 0))
    return np.where(inside, 1 / np.cosh(z) ** 2, 0.0)
""",
    ),
    _right("tanh_derivative", "lambda", "tanh_derivative = lambda a: 1.0 - a ** 2.0"),
    _right(
        "tanh_derivative",
        "loops",
        """
def tanh_derivative(a):
    if np.isscalar(a):
        return 1 - a * a
    a = np.array(a, dtype=float)
    flat = [1 - v * v for v in a.ravel()]
    return np.array(flat).reshape(a.shape)
""",
    ),
    _right(
        "tanh_derivative",
        "by the sigmoid's derivative",
        _TANH_D.format("4 * sigmoid_derivative((1 + a) / 2)"),
    ),
    _right("relu", "product with a mask", _RELU.format("z * (np.asarray(z) > 0)")),
    _right("relu", "half of a sum", _RELU.format("(np.abs(z) + z) / 2")),
    _right("relu", "where", _RELU.format("np.where(np.asarray(z) < 0, 0, z)")),
    _right("relu", "clip", _RELU.format("np.clip(z, 0, None)")),
    _right("relu", "maximum, the other way", "def relu(z):\n    return np.maximum(z, 0)"),
    _right(
        "relu",
        "copy and mask",
        """
def relu(z):
    out = np.array(z, dtype=float)
    out[out < 0] = 0
    return out
""",
    ),
    _right("relu", "fmax", _RELU.format("np.fmax(0, z)")),
    _right(
        "relu",
        "loop",
        """
def relu(z):
    z = np.asarray(z)
    return np.array([v if v > 0 else 0 for v in z.flat], dtype=float).reshape(z.shape)
""",
    ),
    _right("relu", "vectorized max", "relu = np.vectorize(lambda t: max(0.0, float(t)))"),
    _right("relu", "heaviside", _RELU.format("np.multiply(z, np.heaviside(z, 0))")),
    _right("relu", "select", _RELU.format("np.select([np.asarray(z) > 0], [z], default=0)")),
    _right("relu_derivative", "astype", _RELU_D.format("(np.asarray(z) > 0).astype(int)")),
    _right("relu_derivative", "booleans", _RELU_D.format("np.greater(z, 0)")),
    _right("relu_derivative", "heaviside", _RELU_D.format("np.heaviside(z, 0)")),
    _right("relu_derivative", "sign of relu", _RELU_D.format("np.sign(np.maximum(z, 0))")),
    _right("relu_derivative", "times one", _RELU_D.format("1.0 * (np.array(z) > 0)")),
    _right(
        "relu_derivative",
        "mask",
        """
def relu_derivative(z):
    z = np.asarray(z)
    grad = np.zeros(z.shape)
    grad[z > 0] = 1
    return grad
""",
    ),
    _right("relu_derivative", "not less", _RELU_D.format("1 - (np.asarray(z) <= 0)")),
    _right(
        "relu_derivative",
        "loop",
        """
def relu_derivative(z):
    def one(value):
        if value > 0:
            return 1
        else:
            return 0
    if np.ndim(z) == 0:
        return one(z)
    return np.array([relu_derivative(row) for row in z])
""",
    ),
    _right(
        "relu_derivative", "where with integers", _RELU_D.format("np.where(np.array(z) <= 0, 0, 1)")
    ),
    _right("relu_derivative", "ceil of sign", _RELU_D.format("np.clip(np.sign(z), 0, 1)")),
    _right("leaky_relu", "maximum", _LEAKY.format("np.maximum(slope * np.asarray(z), z)")),
    _right(
        "leaky_relu", "sum of two", _LEAKY.format("np.maximum(0, z) + slope * np.minimum(0, z)")
    ),
    _right(
        "leaky_relu",
        "relu of both signs",
        _LEAKY.format("relu(z) - slope * relu(-1 * np.asarray(z))"),
    ),
    _right(
        "leaky_relu",
        "derivative times z",
        "def leaky_relu(z, slope=0.01):\n    z = np.asarray(z)\n    return z * np.where(z < 0, slope, 1)",
    ),
    _right(
        "leaky_relu",
        "mask on a copy",
        """
def leaky_relu(z, slope=0.01):
    out = np.array(z, dtype=float, copy=True)
    neg = out < 0
    out[neg] *= slope
    return out
""",
    ),
    _right(
        "leaky_relu",
        "loop",
        """
def leaky_relu(z, slope=0.01):
    z = np.asarray(z, dtype=float)
    result = np.empty(z.shape)
    it = np.nditer(z, flags=["multi_index"])
    for v in it:
        result[it.multi_index] = v if v > 0 else slope * v
    return result
""",
    ),
    _right(
        "leaky_relu",
        "abs",
        _LEAKY.format("(1 + slope) / 2 * np.asarray(z) + (1 - slope) / 2 * np.abs(z)"),
    ),
    _right(
        "leaky_relu",
        "piecewise",
        "def leaky_relu(z, slope=0.01):\n    z = np.asarray(z, float)\n    return np.piecewise(z, [z > 0], [lambda t: t, lambda t: slope * t])",
    ),
    _right(
        "leaky_relu",
        "select",
        "def leaky_relu(z, slope=0.01):\n    z = np.asarray(z)\n    return np.select([z > 0, z <= 0], [z, z * slope])",
    ),
    _right(
        "leaky_relu",
        "vectorize",
        "def leaky_relu(z, slope=0.01):\n    f = np.vectorize(lambda t: t if t >= 0 else t * slope, otypes=[float])\n    return f(z)",
    ),
    _right(
        "leaky_relu_derivative",
        "mask",
        """
def leaky_relu_derivative(z, slope=0.01):
    z = np.asarray(z)
    grad = np.ones(z.shape, dtype=float)
    grad[z <= 0] = slope
    return grad
""",
    ),
    _right(
        "leaky_relu_derivative",
        "blend",
        "def leaky_relu_derivative(z, slope=0.01):\n    on = np.asarray(z) > 0\n    return on + slope * ~on",
    ),
    _right(
        "leaky_relu_derivative",
        "heaviside",
        _LEAKY_D.format("slope + (1 - slope) * np.heaviside(z, 0)"),
    ),
    _right(
        "leaky_relu_derivative", "maximum", _LEAKY_D.format("np.maximum(relu_derivative(z), slope)")
    ),
    _right(
        "leaky_relu_derivative",
        "power",
        _LEAKY_D.format("np.power(float(slope), np.asarray(z) <= 0)"),
    ),
    _right(
        "leaky_relu_derivative",
        "where turned",
        _LEAKY_D.format("np.where(np.asarray(z) <= 0, slope, 1)"),
    ),
    _right(
        "leaky_relu_derivative",
        "loop",
        """
def leaky_relu_derivative(z, slope=0.01):
    values = [1.0 if v > 0 else slope for v in np.ravel(z)]
    return np.reshape(values, np.shape(z))
""",
    ),
    _right(
        "leaky_relu_derivative",
        "full_like",
        """
def leaky_relu_derivative(z, slope=0.01):
    d = np.full_like(np.asarray(z, dtype=float), slope)
    np.putmask(d, np.asarray(z) > 0, 1.0)
    return d
""",
    ),
    _right(
        "leaky_relu_derivative",
        "choose",
        _LEAKY_D.format("np.array([slope, 1.0])[(np.asarray(z) > 0).astype(int)]"),
    ),
    _right(
        "leaky_relu_derivative",
        "from relu_derivative",
        _LEAKY_D.format("relu_derivative(z) + slope * (1 - relu_derivative(z))"),
    ),
    _right(
        "stacked_gradient",
        "recursion",
        """
def stacked_gradient(z, depth):
    if depth == 0:
        return np.ones(np.shape(z))
    a = sigmoid(z)
    return sigmoid_derivative(a) * stacked_gradient(a, depth - 1)
""",
    ),
    _right(
        "stacked_gradient",
        "1 for depth zero",
        """
def stacked_gradient(z, depth):
    product = 1
    for _ in range(depth):
        z = sigmoid(z)
        product = product * z * (1 - z)
    return product
""",
    ),
    _right(
        "stacked_gradient",
        "list of activations",
        """
def stacked_gradient(z, depth):
    acts = [np.asarray(z, dtype=float)]
    while len(acts) <= depth:
        acts.append(sigmoid(acts[-1]))
    return np.prod([np.ones(np.shape(z))] + [a - a**2 for a in acts[1:]], axis=0)
""",
    ),
    _right(
        "stacked_gradient",
        "backward",
        """
def stacked_gradient(z, depth):
    cache = []
    for _ in range(depth):
        z = sigmoid(z)
        cache.append(z)
    grad = np.ones_like(z, dtype=float)
    for a in reversed(cache):
        grad = grad * sigmoid_derivative(a)
    return grad
""",
    ),
    _right(
        "stacked_gradient",
        "functools.reduce",
        """
import functools

def stacked_gradient(z, depth):
    def step(state, _):
        a, g = state
        a = sigmoid(a)
        return a, g * a * (1.0 - a)
    return functools.reduce(step, range(depth), (z, np.ones(np.shape(z))))[1]
""",
    ),
    _right(
        "stacked_gradient",
        "exp of a sum of logs",
        """
def stacked_gradient(z, depth):
    logs = np.zeros(np.shape(z))
    for _ in range(depth):
        z = sigmoid(z)
        logs = logs + np.log(z) + np.log1p(-z)
    return np.exp(logs)
""",
    ),
    _right(
        "stacked_gradient",
        "entry by entry",
        """
def stacked_gradient(z, depth):
    z = np.asarray(z, dtype=float)
    out = np.ones(z.shape)
    for place in np.ndindex(z.shape):
        a = z[place]
        for _ in range(depth):
            a = sigmoid(a)
            out[place] *= a * (1 - a)
    return out
""",
    ),
    _right(
        "stacked_gradient",
        "own sigmoid",
        """
def stacked_gradient(z, depth):
    a = np.array(z, dtype=float)
    g = a * 0 + 1
    k = 0
    while k < depth:
        a = 0.5 * (1 + np.tanh(a / 2))
        g *= (1 - a) * a
        k += 1
    return g
""",
    ),
    _right(
        "stacked_gradient",
        "generator",
        """
def _chain(z):
    while True:
        z = sigmoid(z)
        yield sigmoid_derivative(z)

def stacked_gradient(z, depth):
    result = np.ones(np.shape(z))
    for _, factor in zip(range(depth), _chain(z)):
        result = result * factor
    return result
""",
    ),
    _right(
        "stacked_gradient",
        "jacobian by dual numbers",
        """
class _Dual:
    def __init__(self, value, slope):
        self.value, self.slope = value, slope

    def sigmoid(self):
        s = sigmoid(self.value)
        return _Dual(s, self.slope * s * (1 - s))

def stacked_gradient(z, depth):
    number = _Dual(np.asarray(z, dtype=float), np.ones(np.shape(z)))
    for _ in range(depth):
        number = number.sigmoid()
    return number.slope
""",
    ),
]

WRONG = [
    _wrong("tanh", "sigmoid", _TANH.format("sigmoid(z)"), "sigmoid"),
    _wrong("tanh", "tangent", _TANH.format("np.tan(z)"), "tangent"),
    _wrong(
        "tanh",
        "plain formula overflows",
        _TANH.format("(np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))"),
        "overflow",
    ),
    _wrong(
        "tanh",
        "exponents not doubled",
        _TANH.format("(1 - np.exp(-np.abs(z))) / (1 + np.exp(-np.abs(z))) * np.sign(z)"),
        "half-argument",
    ),
    _wrong("tanh", "2 sigmoid(z) - 1", _TANH.format("2 * sigmoid(z) - 1"), "half-argument"),
    _wrong("tanh", "2 sigmoid(2z)", _TANH.format("2 * sigmoid(2 * z)"), "not-lowered"),
    _wrong("tanh", "sigmoid(2z) - 1", _TANH.format("sigmoid(2 * z) - 1"), "not-stretched"),
    _wrong(
        "tanh",
        "plus and minus exchanged",
        "def tanh(z):\n    z = np.clip(z, -300, 300)\n    return (np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z))",
        "inverted",
    ),
    _wrong(
        "tanh",
        "sign turned",
        "def tanh(z):\n    z = np.clip(z, -300, 300)\n    return (np.exp(-z) - np.exp(z)) / (np.exp(z) + np.exp(-z))",
        "sign",
    ),
    _wrong(
        "tanh",
        "sinh alone",
        _TANH.format("(np.exp(np.clip(z, -300, 300)) - np.exp(-np.clip(z, -300, 300))) / 2"),
        "sinh",
    ),
    _wrong(
        "tanh", "math.tanh", "import math\n\ndef tanh(z):\n    return math.tanh(z)", "one-number"
    ),
    _wrong("tanh", "arctan", _TANH.format("np.arctan(z)"), "arctangent"),
    _wrong("tanh", "arctanh", _TANH.format("np.arctanh(z)"), "inverse"),
    _wrong("tanh", "clipped to -1..1", _TANH.format("np.clip(z, -1, 1)"), "hard"),
    _wrong("tanh", "derivative", _TANH.format("1 - np.tanh(z) ** 2"), "derivative"),
    _wrong(
        "tanh",
        "parentheses",
        "def tanh(z):\n    z = np.clip(z, -300, 300)\n    return np.exp(z) - np.exp(-z) / np.exp(z) + np.exp(-z)",
        "parentheses",
    ),
    _wrong("tanh", "softsign", _TANH.format("z / (1 + np.abs(z))"), "softsign"),
    _wrong(
        "tanh",
        "wrong in the negative branch",
        _TANH.format("np.where(z >= 0, np.tanh(z), np.tanh(-z))"),
        "absolute-value",
    ),
    _wrong(
        "tanh_derivative", "tanh of a", _TANH_D.format("1 - np.tanh(a) ** 2"), "activated-again"
    ),
    _wrong("tanh_derivative", "sigmoid's", _TANH_D.format("a * (1 - a)"), "sigmoid-derivative"),
    _wrong("tanh_derivative", "(1 - a)^2", _TANH_D.format("(1 - a) ** 2"), "brackets"),
    _wrong("tanh_derivative", "1 - a", _TANH_D.format("1 - a"), "square-missing"),
    _wrong("tanh_derivative", "a^2 - 1", _TANH_D.format("a**2 - 1"), "sign"),
    _wrong("tanh_derivative", "1 + a^2", _TANH_D.format("1 + a**2"), "plus"),
    _wrong("tanh_derivative", "xor for power", _TANH_D.format("1 - a ^ 2"), "caret"),
    _wrong("tanh_derivative", "1 - 2a", _TANH_D.format("1 - 2 * a"), "doubled"),
    _wrong("tanh_derivative", "root", _TANH_D.format("np.sqrt(1 - a**2)"), "root"),
    _wrong("tanh_derivative", "arctanh's", _TANH_D.format("1 / (1 - a**2)"), "reciprocal"),
    _wrong("tanh_derivative", "arctan's", _TANH_D.format("1 / (1 + a**2)"), "arctangent"),
    _wrong("tanh_derivative", "matrix power", _TANH_D.format("1 - np.dot(a, a)"), "matrix-product"),
    _wrong(
        "tanh_derivative",
        "in place",
        "def tanh_derivative(a):\n    a **= 2\n    return 1 - a",
        "modified",
    ),
    _wrong(
        "tanh_derivative",
        "sech without the square",
        _TANH_D.format("1 / np.cosh(a)"),
        "one-over-cosh",
    ),
    _wrong(
        "tanh_derivative", "sech^2 at a", _TANH_D.format("1 / np.cosh(a) ** 2"), "activated-again"
    ),
    _wrong("tanh_derivative", "cubed", _TANH_D.format("1 - a**3"), "cube"),
    _wrong(
        "tanh_derivative",
        "a list",
        _TANH_D.format("[1 - v**2 for v in np.ravel(a)]"),
        "list-for-array",
    ),
    _wrong("relu", "minimum", _RELU.format("np.minimum(0, z)"), "minimum"),
    _wrong("relu", "np.max", _RELU.format("np.max(z, 0)"), "axis-given"),
    _wrong("relu", "python's max", _RELU.format("max(0, z)"), "truth-value"),
    _wrong("relu", "absolute value", _RELU.format("np.abs(z)"), "absolute-value"),
    _wrong("relu", "derivative", _RELU.format("np.where(np.asarray(z) > 0, 1, 0)"), "derivative"),
    _wrong(
        "relu", "if", "def relu(z):\n    if z > 0:\n        return z\n    return 0", "truth-value"
    ),
    _wrong(
        "relu",
        "any",
        "def relu(z):\n    if np.any(np.asarray(z) > 0):\n        return z\n    return 0 * z",
    ),
    _wrong(
        "relu",
        "drops the negative entries",
        "def relu(z):\n    z = np.asarray(z)\n    return z[z > 0]",
        "entries-dropped",
    ),
    _wrong("relu", "in place", "def relu(z):\n    z[z < 0] = 0\n    return z", "modified"),
    _wrong(
        "relu",
        "in place by maximum",
        "def relu(z):\n    z = np.asarray(z)\n    return np.maximum(z, 0, out=z)",
        "modified",
    ),
    _wrong(
        "relu",
        "leaky",
        _RELU.format("np.where(np.asarray(z) > 0, z, 0.01 * np.asarray(z))"),
        "leaky",
    ),
    _wrong("relu", "sigmoid", _RELU.format("sigmoid(z)"), "sigmoid"),
    _wrong("relu", "softplus", _RELU.format("np.log(1 + np.exp(z))"), "softplus"),
    _wrong("relu", "relu6", _RELU.format("np.clip(z, 0, 1)"), "cut-at-one"),
    _wrong("relu", "threshold 1", _RELU.format("np.maximum(1, z)"), "maximum-with-one"),
    _wrong(
        "relu",
        "cut to whole numbers",
        _RELU.format("np.maximum(0, np.asarray(z).astype(int))"),
        "rounded",
    ),
    _wrong("relu", "negated", _RELU.format("np.maximum(0, -np.asarray(z))"), "negative-part"),
    _wrong("relu", "a list", _RELU.format("[max(0, v) for v in np.ravel(z)]"), "list-for-array"),
    _wrong(
        "relu",
        "z times z > 0 with NaN for zero",
        _RELU.format("np.asarray(z) / (np.asarray(z) > 0)"),
        "not-finite",
    ),
    _wrong(
        "relu_derivative",
        "1 at zero",
        _RELU_D.format("(np.asarray(z) >= 0).astype(float)"),
        "one-at-zero",
    ),
    _wrong(
        "relu_derivative", "half at zero", _RELU_D.format("np.heaviside(z, 0.5)"), "half-at-zero"
    ),
    _wrong("relu_derivative", "relu", _RELU_D.format("np.maximum(0, z)"), "value"),
    _wrong("relu_derivative", "sign", _RELU_D.format("np.sign(z)"), "sign"),
    _wrong(
        "relu_derivative",
        "-1 and 1",
        _RELU_D.format("np.where(np.asarray(z) > 0, 1, -1)"),
        "minus-one",
    ),
    _wrong(
        "relu_derivative",
        "turned",
        _RELU_D.format("np.where(np.asarray(z) > 0, 0, 1)"),
        "sides-exchanged",
    ),
    _wrong(
        "relu_derivative", "z over abs", _RELU_D.format("(z / np.abs(z) + 1) / 2"), "divided-by-z"
    ),
    _wrong(
        "relu_derivative", "relu over z", _RELU_D.format("np.maximum(0, z) / z"), "divided-by-z"
    ),
    _wrong(
        "relu_derivative",
        "if",
        "def relu_derivative(z):\n    if z > 0:\n        return 1\n    else:\n        return 0",
        "truth-value",
    ),
    _wrong(
        "relu_derivative",
        "number",
        _RELU_D.format("1 if np.all(np.asarray(z) > 0) else 0"),
        "none-for-all",
    ),
    _wrong(
        "relu_derivative",
        "nonzero",
        _RELU_D.format("(np.asarray(z) != 0) * 1.0"),
        "other-than-zero",
    ),
    _wrong(
        "relu_derivative",
        "mask left alone",
        "def relu_derivative(z):\n    z[z > 0] = 1\n    z[z <= 0] = 0\n    return z",
        "modified",
    ),
    _wrong(
        "relu_derivative",
        "copied, zero forgotten",
        "def relu_derivative(z):\n    d = np.array(z, dtype=float)\n    d[d > 0] = 1\n    return d",
        "argument-kept-off",
    ),
    _wrong(
        "relu_derivative",
        "threshold 1",
        _RELU_D.format("(np.asarray(z) > 1).astype(float)"),
        "above-one",
    ),
    _wrong(
        "relu_derivative", "at relu and >=", _RELU_D.format("(relu(z) >= 0).astype(float)"), "ones"
    ),
    _wrong(
        "relu_derivative",
        "sigmoid's",
        _RELU_D.format("sigmoid(z) * (1 - sigmoid(z))"),
        "of-sigmoid",
    ),
    _wrong(
        "relu_derivative", "leaky", _RELU_D.format("np.where(np.asarray(z) > 0, 1, 0.01)"), "leaky"
    ),
    _wrong(
        "relu_derivative",
        "strings",
        "def relu_derivative(z):\n    return np.where(np.asarray(z) > 0, '1', '0')",
        "text-returned",
    ),
    _wrong(
        "leaky_relu",
        "slope fixed",
        _LEAKY.format("np.where(np.asarray(z) > 0, z, 0.01 * np.asarray(z))"),
        "slope-ignored",
    ),
    _wrong(
        "leaky_relu",
        "slope alone",
        _LEAKY.format("np.where(np.asarray(z) > 0, z, slope)"),
        "slope-alone",
    ),
    _wrong("leaky_relu", "plain relu", _LEAKY.format("np.maximum(0, z)"), "no-leak"),
    _wrong(
        "leaky_relu",
        "minus slope",
        _LEAKY.format("np.where(np.asarray(z) > 0, z, -slope * np.asarray(z))"),
        "minus",
    ),
    _wrong(
        "leaky_relu", "maximum of slope", _LEAKY.format("np.maximum(slope, z)"), "floor-at-slope"
    ),
    _wrong(
        "leaky_relu",
        "minimum",
        _LEAKY.format("np.minimum(slope * np.asarray(z), z)"),
        "sides-exchanged",
    ),
    _wrong(
        "leaky_relu",
        "slope for the positive side",
        _LEAKY.format("np.where(np.asarray(z) > 0, slope * np.asarray(z), z)"),
        "sides-exchanged",
    ),
    _wrong(
        "leaky_relu",
        "in place",
        "def leaky_relu(z, slope=0.01):\n    z[z < 0] *= slope\n    return z",
        "integers-refused-modified",
    ),
    _wrong(
        "leaky_relu",
        "absolute value",
        _LEAKY.format("np.where(np.asarray(z) > 0, z, slope * np.abs(z))"),
        "minus",
    ),
    _wrong(
        "leaky_relu",
        "plus slope",
        _LEAKY.format("np.where(np.asarray(z) > 0, z, np.asarray(z) + slope)"),
        "added",
    ),
    _wrong(
        "leaky_relu",
        "divided",
        _LEAKY.format("np.where(np.asarray(z) > 0, z, np.asarray(z) / slope)"),
        "divided",
    ),
    _wrong(
        "leaky_relu",
        "slope everywhere added",
        _LEAKY.format("np.maximum(0, z) + slope * np.asarray(z)"),
        "slope-added-to-both",
    ),
    _wrong(
        "leaky_relu",
        "whole numbers",
        "def leaky_relu(z, slope=0.01):\n    out = np.array(z)\n    out[out < 0] = slope * out[out < 0]\n    return out",
        "integers-kept",
    ),
    _wrong(
        "leaky_relu",
        "if",
        "def leaky_relu(z, slope=0.01):\n    if z > 0:\n        return z\n    return slope * z",
        "truth-value",
    ),
    _wrong(
        "leaky_relu",
        "derivative",
        _LEAKY.format("np.where(np.asarray(z) > 0, 1, slope)"),
        "derivative",
    ),
    _wrong(
        "leaky_relu",
        "elu",
        _LEAKY.format("np.where(np.asarray(z) > 0, z, slope * (np.exp(z) - 1))"),
        "exponential",
    ),
    _wrong(
        "leaky_relu",
        "default 0.1",
        "def leaky_relu(z, slope=0.1):\n    z = np.asarray(z)\n    return np.where(z > 0, z, slope * z)",
        "other-preset",
    ),
    _wrong(
        "leaky_relu",
        "threshold slope",
        _LEAKY.format("np.where(np.asarray(z) > slope, z, slope * np.asarray(z))"),
        "on-above-slope",
    ),
    _wrong(
        "leaky_relu_derivative",
        "slope fixed",
        _LEAKY_D.format("np.where(np.asarray(z) > 0, 1, 0.01)"),
        "slope-ignored",
    ),
    _wrong(
        "leaky_relu_derivative",
        "1 at zero",
        _LEAKY_D.format("np.where(np.asarray(z) >= 0, 1, slope)"),
        "one-at-zero",
    ),
    _wrong(
        "leaky_relu_derivative",
        "relu's",
        _LEAKY_D.format("np.where(np.asarray(z) > 0, 1, 0)"),
        "no-leak",
    ),
    _wrong(
        "leaky_relu_derivative",
        "slope times z",
        _LEAKY_D.format("np.where(np.asarray(z) > 0, 1, slope * np.asarray(z))"),
        "slope-times-z",
    ),
    _wrong(
        "leaky_relu_derivative",
        "the function",
        _LEAKY_D.format("np.where(np.asarray(z) > 0, z, slope * np.asarray(z))"),
        "value",
    ),
    _wrong(
        "leaky_relu_derivative",
        "minus slope",
        _LEAKY_D.format("np.where(np.asarray(z) > 0, 1, -slope)"),
        "minus",
    ),
    _wrong(
        "leaky_relu_derivative",
        "turned",
        _LEAKY_D.format("np.where(np.asarray(z) > 0, slope, 1)"),
        "sides-exchanged",
    ),
    _wrong(
        "leaky_relu_derivative",
        "ones_like of ints",
        "def leaky_relu_derivative(z, slope=0.01):\n    d = np.ones_like(z)\n    d[np.asarray(z) <= 0] = slope\n    return d",
        "integers-kept",
    ),
    _wrong(
        "leaky_relu_derivative",
        "in place",
        "def leaky_relu_derivative(z, slope=0.01):\n    z[z > 0] = 1\n    z[z <= 0] = slope\n    return z",
        "modified",
    ),
    _wrong(
        "leaky_relu_derivative",
        "in place, second mask sees the ones",
        "def leaky_relu_derivative(z, slope=0.01):\n    d = np.array(z, dtype=float)\n    d[d <= 0] = slope\n    d[d > 0] = 1\n    return d",
        "second-mask-sees-first",
    ),
    _wrong(
        "leaky_relu_derivative",
        "zero at zero",
        _LEAKY_D.format("np.where(np.asarray(z) > 0, 1, np.where(np.asarray(z) < 0, slope, 0))"),
        "zero-at-zero",
    ),
    _wrong(
        "leaky_relu_derivative",
        "one minus slope",
        _LEAKY_D.format("np.where(np.asarray(z) > 0, 1, 1 - slope)"),
        "one-minus-slope",
    ),
    _wrong(
        "leaky_relu_derivative",
        "one plus slope",
        _LEAKY_D.format("(np.asarray(z) > 0) + slope"),
        "slope-added-to-both",
    ),
    _wrong(
        "leaky_relu_derivative",
        "if",
        "def leaky_relu_derivative(z, slope=0.01):\n    return 1 if z > 0 else slope",
        "truth-value",
    ),
    _wrong("leaky_relu_derivative", "boolean", _LEAKY_D.format("np.asarray(z) > 0"), "no-leak"),
    _wrong(
        "leaky_relu_derivative",
        "maximum",
        _LEAKY_D.format("np.maximum(slope, z)"),
        "maximum-of-slope",
    ),
    _wrong(
        "leaky_relu_derivative",
        "f of z over z",
        "def leaky_relu_derivative(z, slope=0.01):\n    return leaky_relu(z, slope) / z",
        "divided-by-z",
    ),
    _wrong(
        "stacked_gradient",
        "power of the first slope",
        """
def stacked_gradient(z, depth):
    a = sigmoid(z)
    return (a * (1 - a)) ** depth
""",
        "same-factor",
    ),
    _wrong(
        "stacked_gradient",
        "slope at z",
        """
def stacked_gradient(z, depth):
    g = 1
    for _ in range(depth):
        g = g * sigmoid_derivative(z)
        z = sigmoid(z)
    return g
""",
        "before-activation",
    ),
    _wrong(
        "stacked_gradient",
        "last slope only",
        """
def stacked_gradient(z, depth):
    g = np.ones(np.shape(z))
    for _ in range(depth):
        z = sigmoid(z)
        g = sigmoid_derivative(z)
    return g
""",
        "last-factor",
    ),
    _wrong(
        "stacked_gradient",
        "sum for product",
        """
def stacked_gradient(z, depth):
    g = 0
    for _ in range(depth):
        z = sigmoid(z)
        g = g + sigmoid_derivative(z)
    return g
""",
        "sum",
    ),
    _wrong(
        "stacked_gradient",
        "one too many",
        """
def stacked_gradient(z, depth):
    g = 1
    for _ in range(depth + 1):
        z = sigmoid(z)
        g = g * z * (1 - z)
    return g
""",
        "one-link-too-many",
    ),
    _wrong(
        "stacked_gradient",
        "one too few",
        """
def stacked_gradient(z, depth):
    g = 1
    for _ in range(depth - 1):
        z = sigmoid(z)
        g = g * z * (1 - z)
    return g
""",
        "one-link-too-few-number",
    ),
    _wrong(
        "stacked_gradient",
        "range from 1",
        """
def stacked_gradient(z, depth):
    a = sigmoid(z)
    g = a * (1 - a)
    for _ in range(1, depth):
        a = sigmoid(a)
        g = g * a * (1 - a)
    return g
""",
        "depth-zero-counts-as-one",
    ),
    _wrong(
        "stacked_gradient",
        "the value instead",
        """
def stacked_gradient(z, depth):
    for _ in range(depth):
        z = sigmoid(z)
    return z
""",
        "value",
    ),
    _wrong(
        "stacked_gradient",
        "a quarter",
        "def stacked_gradient(z, depth):\n    return 0.25**depth * np.ones(np.shape(z))",
        "bound",
    ),
    _wrong(
        "stacked_gradient",
        "depth times",
        """
def stacked_gradient(z, depth):
    a = sigmoid(z)
    return depth * a * (1 - a)
""",
        "depth-times-factor-any-depth",
    ),
    _wrong(
        "stacked_gradient",
        "slope of the stacked value",
        """
def stacked_gradient(z, depth):
    a = z
    for _ in range(depth):
        a = sigmoid(a)
    return a * (1 - a)
""",
        "last-factor-not-zero",
    ),
    _wrong(
        "stacked_gradient",
        "slope fed on",
        """
def stacked_gradient(z, depth):
    g = z
    for _ in range(depth):
        s = sigmoid(g)
        g = s * (1 - s)
    return g
""",
        "slope-fed-on",
    ),
    _wrong(
        "stacked_gradient",
        "starts at zero",
        """
def stacked_gradient(z, depth):
    g = np.zeros(np.shape(z))
    for _ in range(depth):
        z = sigmoid(z)
        g *= z * (1 - z)
    return g
""",
        "starts-at-zero",
    ),
    _wrong(
        "stacked_gradient",
        "derivative of sigmoid(a) twice",
        """
def stacked_gradient(z, depth):
    g = 1
    for _ in range(depth):
        z = sigmoid(z)
        g = g * sigmoid(z) * (1 - sigmoid(z))
    return g
""",
        "activated-twice",
    ),
    _wrong(
        "stacked_gradient",
        "returns in the loop",
        """
def stacked_gradient(z, depth):
    g = np.ones(np.shape(z))
    for _ in range(depth):
        z = sigmoid(z)
        g = g * z * (1 - z)
        return g
    return g
""",
        "first-factor",
    ),
    _wrong(
        "stacked_gradient",
        "zero for depth 0",
        """
def stacked_gradient(z, depth):
    if depth == 0:
        return 0
    g = 1
    for _ in range(depth):
        z = sigmoid(z)
        g = g * z * (1 - z)
    return g
""",
        "depth-zero-gives-zero",
    ),
    _wrong(
        "stacked_gradient",
        "z for depth 0",
        """
def stacked_gradient(z, depth):
    if depth == 0:
        return z
    a = sigmoid(z)
    return a * (1 - a) * stacked_gradient(a, depth - 1)
""",
        "base-gives-z",
    ),
    _wrong(
        "stacked_gradient",
        "recursion on z",
        """
def stacked_gradient(z, depth):
    if depth == 0:
        return 1
    a = sigmoid(z)
    return a * (1 - a) * stacked_gradient(z, depth - 1)
""",
        "same-factor",
    ),
    _wrong(
        "stacked_gradient",
        "numerical",
        """
def stacked_gradient(z, depth):
    def f(t):
        for _ in range(depth):
            t = sigmoid(t)
        return t
    h = 1e-3
    return (f(np.asarray(z) + h) - f(np.asarray(z))) / h
""",
    ),
    _wrong(
        "stacked_gradient",
        "tanh's slope",
        """
def stacked_gradient(z, depth):
    g = 1
    for _ in range(depth):
        z = sigmoid(z)
        g = g * (1 - z**2)
    return g
""",
        "tanh-derivative",
    ),
    _wrong(
        "stacked_gradient",
        "mean over the entries",
        """
def stacked_gradient(z, depth):
    g = np.ones(np.shape(z))
    for _ in range(depth):
        z = sigmoid(z)
        g = g * z * (1 - z)
    return np.mean(g)
""",
        "entries-averaged",
    ),
]
