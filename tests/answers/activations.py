"""Right and wrong answers to section 02, as students write them."""

from __future__ import annotations

from tests.answers import Answer

RIGHT = [
    # tanh
    Answer("tanh", "NumPy's own", "def tanh(z):\n    return np.tanh(z)\n"),
    Answer(
        "tanh",
        "from the given sigmoid",
        """
def tanh(z):
    return 2 * sigmoid(2 * np.asarray(z)) - 1
""",
    ),
    Answer(
        "tanh",
        "with |z| in the exponent",
        """
def tanh(z):
    z = np.asarray(z, dtype=float)
    e = np.exp(-2 * np.abs(z))
    return np.sign(z) * (1 - e) / (1 + e)
""",
    ),
    Answer(
        "tanh",
        "math in a loop over the entries",
        """
import math

def tanh(z):
    z = np.asarray(z, dtype=float)
    out = np.empty(z.shape)
    for place in np.ndindex(z.shape):
        out[place] = math.tanh(z[place])
    return out
""",
    ),
    Answer(
        "tanh",
        "two forms, chosen by where",
        """
def tanh(z):
    z = np.asarray(z, dtype=float)
    p = np.exp(-2 * np.maximum(z, 0))
    n = np.exp(2 * np.minimum(z, 0))
    return np.where(z >= 0, (1 - p) / (1 + p), (n - 1) / (n + 1))
""",
    ),
    Answer(
        "tanh",
        "the textbook fraction, z cut off far out",
        """
def tanh(z):
    z = np.clip(z, -50, 50)
    return (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
""",
    ),
    Answer(
        "tanh",
        "expm1",
        "def tanh(z):\n    t = np.expm1(-2 * np.abs(z))\n    return np.sign(z) * -t / (t + 2)\n",
    ),
    Answer(
        "tanh",
        "vectorize",
        """
def one(z):
    if z < 0:
        return -one(-z)
    e = np.exp(-2.0 * z)
    return (1 - e) / (1 + e)

tanh = np.vectorize(one, otypes=[float])
""",
    ),
    Answer(
        "tanh", "lambda", "tanh = lambda z: 1 - 2 / (np.exp(2.0 * np.clip(z, -300, 300)) + 1)\n"
    ),
    Answer(
        "tanh",
        "overflow lets the right value through",
        "def tanh(z):\n    return 1 - 2 / (np.exp(2 * z) + 1)\n",
    ),
    # tanh_derivative
    Answer("tanh_derivative", "as in the lesson", "def tanh_derivative(a):\n    return 1 - a**2\n"),
    Answer("tanh_derivative", "product", "def tanh_derivative(a):\n    return (1 - a) * (1 + a)\n"),
    Answer(
        "tanh_derivative",
        "np.square",
        "def tanh_derivative(a):\n    return np.subtract(1, np.square(a))\n",
    ),
    Answer(
        "tanh_derivative",
        "from s = (1 + a) / 2",
        """
def tanh_derivative(a):
    s = (1 + a) / 2
    return 4 * s * (1 - s)
""",
    ),
    Answer(
        "tanh_derivative",
        "a loop over a flat copy",
        """
def tanh_derivative(a):
    flat = np.array(a, dtype=float).ravel()
    for i in range(len(flat)):
        flat[i] = 1.0 - flat[i] * flat[i]
    return flat.reshape(np.shape(a))
""",
    ),
    Answer(
        "tanh_derivative",
        "in place on a copy",
        """
def tanh_derivative(a):
    d = np.array(a, dtype=float)
    d *= d
    d -= 1
    return -d
""",
    ),
    Answer(
        "tanh_derivative",
        "einsum",
        "def tanh_derivative(a):\n    return 1 - np.einsum('...,...->...', a, a)\n",
    ),
    # relu
    Answer("relu", "np.maximum", "def relu(z):\n    return np.maximum(z, 0)\n"),
    Answer("relu", "where", "def relu(z):\n    return np.where(z > 0, z, 0)\n"),
    Answer("relu", "times the condition", "def relu(z):\n    return z * (z > 0)\n"),
    Answer("relu", "half of z + |z|", "def relu(z):\n    return (z + abs(z)) / 2\n"),
    Answer("relu", "z less its negative part", "def relu(z):\n    return z - np.minimum(z, 0)\n"),
    Answer("relu", "clip", "def relu(z):\n    return np.clip(z, 0, None)\n"),
    Answer(
        "relu",
        "a mask on a copy",
        """
def relu(z):
    out = np.copy(z)
    out[out < 0] = 0
    return out
""",
    ),
    Answer(
        "relu",
        "Python's max on every entry",
        """
def relu(z):
    z = np.asarray(z)
    return np.array([max(0.0, float(v)) for v in z.flatten()]).reshape(z.shape)
""",
    ),
    Answer(
        "relu",
        "recursion over the axes",
        """
def relu(z):
    if np.ndim(z) == 0:
        return z if z > 0 else 0.0
    return np.array([relu(row) for row in z])
""",
    ),
    Answer(
        "relu",
        "fmax",
        "def relu(z):\n    zero = np.zeros(np.shape(z))\n    return np.fmax(zero, z)\n",
    ),
    # relu_derivative
    Answer("relu_derivative", "booleans", "def relu_derivative(z):\n    return z > 0\n"),
    Answer(
        "relu_derivative", "integers", "def relu_derivative(z):\n    return np.where(z > 0, 1, 0)\n"
    ),
    Answer(
        "relu_derivative", "heaviside", "def relu_derivative(z):\n    return np.heaviside(z, 0)\n"
    ),
    Answer(
        "relu_derivative",
        "sign of the relu",
        "def relu_derivative(z):\n    return np.sign(relu(z))\n",
    ),
    Answer(
        "relu_derivative",
        "a mask on zeros",
        """
def relu_derivative(z):
    d = np.zeros_like(z)
    d[z > 0] = 1
    return d
""",
    ),
    Answer(
        "relu_derivative",
        "1 minus the rest",
        "def relu_derivative(z):\n    return 1.0 - (z <= 0)\n",
    ),
    Answer(
        "relu_derivative",
        "an if on every entry",
        """
def relu_derivative(z):
    def one(v):
        if v > 0:
            return 1
        else:
            return 0

    return np.vectorize(one)(z)
""",
    ),
    Answer(
        "relu_derivative",
        "ceil of a clipped sign",
        "def relu_derivative(z):\n    return np.clip(np.sign(z), 0, 1)\n",
    ),
    # leaky_relu
    Answer(
        "leaky_relu",
        "where",
        "def leaky_relu(z, slope=0.01):\n    return np.where(z > 0, z, slope * z)\n",
    ),
    Answer(
        "leaky_relu",
        "maximum",
        "def leaky_relu(z, slope=0.01):\n    return np.maximum(z, slope * z)\n",
    ),
    Answer(
        "leaky_relu",
        "two parts",
        "def leaky_relu(z, slope=0.01):\n    return np.maximum(0, z) + slope * np.minimum(0, z)\n",
    ),
    Answer(
        "leaky_relu",
        "with relu",
        "def leaky_relu(z, slope=0.01):\n    return relu(z) - slope * relu(-z)\n",
    ),
    Answer(
        "leaky_relu",
        "closed form",
        """
def leaky_relu(z, slope=0.01):
    return 0.5 * ((1 + slope) * z + (1 - slope) * np.abs(z))
""",
    ),
    Answer(
        "leaky_relu",
        "a mask on a copy of floats",
        """
def leaky_relu(z, slope=0.01):
    out = np.array(z, dtype=float)
    out[out < 0] *= slope
    return out
""",
    ),
    Answer(
        "leaky_relu",
        "nested loops",
        """
def leaky_relu(z, slope=0.01):
    out = []
    for v in np.ravel(z):
        out.append(v if v >= 0 else slope * v)
    return np.reshape(out, np.shape(z))
""",
    ),
    Answer(
        "leaky_relu",
        "z times a factor",
        """
def leaky_relu(z, slope=0.01):
    factor = (z > 0) + slope * (z <= 0)
    return factor * z
""",
    ),
    # leaky_relu_derivative
    Answer(
        "leaky_relu_derivative",
        "where",
        "def leaky_relu_derivative(z, slope=0.01):\n    return np.where(z > 0, 1, slope)\n",
    ),
    Answer(
        "leaky_relu_derivative",
        "sum of conditions",
        "def leaky_relu_derivative(z, slope=0.01):\n    return 1.0 * (z > 0) + slope * (z <= 0)\n",
    ),
    Answer(
        "leaky_relu_derivative",
        "with relu_derivative",
        """
def leaky_relu_derivative(z, slope=0.01):
    return slope + (1 - slope) * relu_derivative(z)
""",
    ),
    Answer(
        "leaky_relu_derivative",
        "heaviside",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.heaviside(z, 0) * (1 - slope) + slope
""",
    ),
    Answer(
        "leaky_relu_derivative",
        "power of the slope",
        "def leaky_relu_derivative(z, slope=0.01):\n    return float(slope) ** (z <= 0)\n",
    ),
    # stacked_gradient
    Answer(
        "stacked_gradient",
        "a loop",
        """
def stacked_gradient(z, depth):
    g = 1.0
    for _ in range(depth):
        z = sigmoid(z)
        g = g * sigmoid_derivative(z)
    return g
""",
    ),
    Answer(
        "stacked_gradient",
        "recursion from the start",
        """
def stacked_gradient(z, depth):
    if depth == 0:
        return np.ones_like(z, dtype=float)
    a = sigmoid(z)
    return a * (1 - a) * stacked_gradient(a, depth - 1)
""",
    ),
    Answer(
        "stacked_gradient",
        "recursion from the end, two helpers",
        """
def stacked(z, depth):
    return z if depth == 0 else sigmoid(stacked(z, depth - 1))

def stacked_gradient(z, depth):
    if depth == 0:
        return 1
    return sigmoid_derivative(stacked(z, depth)) * stacked_gradient(z, depth - 1)
""",
    ),
    Answer(
        "stacked_gradient",
        "activations in a list, then their product",
        """
def stacked_gradient(z, depth):
    activations = [np.asarray(z, dtype=float)]
    for _ in range(depth):
        activations.append(sigmoid(activations[-1]))
    factors = [sigmoid_derivative(a) for a in activations[1:]]
    return np.prod(factors, axis=0) if factors else np.ones_like(activations[0])
""",
    ),
    Answer(
        "stacked_gradient",
        "sum of logarithms",
        """
def stacked_gradient(z, depth):
    total = np.zeros(np.shape(z))
    for _ in range(depth):
        z = sigmoid(z)
        total = total + np.log(z) + np.log(1 - z)
    return np.exp(total)
""",
    ),
    Answer(
        "stacked_gradient",
        "while",
        """
def stacked_gradient(z, depth):
    g = np.ones(np.shape(z))
    while depth > 0:
        z = 1 / (1 + np.exp(-z))
        g *= z - z * z
        depth -= 1
    return g
""",
    ),
    Answer(
        "stacked_gradient",
        "value and derivative together",
        """
from functools import reduce

def link(pair, _):
    a = sigmoid(pair[0])
    return a, pair[1] * sigmoid_derivative(a)

def stacked_gradient(z, depth):
    return reduce(link, range(depth), (z, 1.0))[1]
""",
    ),
    Answer(
        "stacked_gradient",
        "entry by entry",
        """
import math

def stacked_gradient(z, depth):
    def one(v):
        g = 1.0
        for _ in range(depth):
            v = 1 / (1 + math.exp(-v))
            g *= v * (1 - v)
        return g

    return np.vectorize(one, otypes=[float])(z)
""",
    ),
    # One number after the other, in an array of Python's numbers.
    Answer(
        "tanh",
        "frompyfunc",
        """
import math

tanh = np.frompyfunc(lambda t: math.tanh(t), 1, 1)
""",
    ),
    Answer(
        "relu",
        "vectorize, with objects",
        """
positive_part = np.vectorize(lambda t: t if t > 0 else 0, otypes=[object])

def relu(z):
    return positive_part(z)
""",
    ),
    Answer(
        "leaky_relu",
        "an array of objects, filled by a loop",
        """
def leaky_relu(z, slope=0.01):
    z = np.asarray(z)
    out = np.empty(z.shape, dtype=object)
    for i in np.ndindex(*z.shape):
        out[i] = z[i] if z[i] > 0 else slope * z[i]
    return out
""",
    ),
    # In half the precision, the values are right all the same.
    Answer(
        "relu",
        "single precision",
        """
def relu(z):
    return np.maximum(np.asarray(z, dtype=np.float32), 0)
""",
    ),
    Answer(
        "leaky_relu_derivative",
        "single precision",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.where(np.asarray(z) > 0, np.float32(1), np.float32(slope))
""",
    ),
    # A number apart from arrays.
    Answer(
        "relu_derivative",
        "a number on its own way",
        """
def relu_derivative(z):
    if np.isscalar(z):
        return 1.0 if z > 0 else 0.0
    return (z > 0).astype(float)
""",
    ),
    Answer(
        "stacked_gradient",
        "a number on its own way",
        """
def stacked_gradient(z, depth):
    if np.ndim(z) > 0:
        return np.array([stacked_gradient(part, depth) for part in z])
    product, a = 1.0, float(z)
    for _ in range(depth):
        a = float(sigmoid(a))
        product *= a * (1 - a)
    return product
""",
    ),
]

WRONG = [
    # tanh
    Answer(
        "tanh",
        "sinh over cosh",
        "def tanh(z):\n    return np.sinh(z) / np.cosh(z)\n",
        ("overflow",),
    ),
    Answer(
        "tanh",
        "one exponential, named",
        """
def tanh(z):
    e2z = np.exp(z) ** 2
    return (e2z - 1) / (e2z + 1)
""",
        ("overflow-positive",),
    ),
    Answer(
        "tanh",
        "1 wherever z is far out",
        """
def tanh(z):
    e, f = np.exp(z), np.exp(-z)
    return np.where(np.abs(z) > 15, 1.0, (e - f) / (e + f))
""",
        ("overflow-to-one", "only-some"),
    ),
    Answer(
        "tanh",
        "cut off too early",
        """
def tanh(z):
    z = np.clip(z, -2, 2)
    e, f = np.exp(z), np.exp(-z)
    return (e - f) / (e + f)
""",
    ),
    Answer(
        "tanh",
        "NaN becomes 0",
        """
def tanh(z):
    a = (np.exp(z) - np.exp(-z)) / (np.exp(z) + np.exp(-z))
    a[np.isnan(a)] = 0
    return a
""",
        ("overflow-to-zero",),
    ),
    Answer(
        "tanh",
        "exponents of z instead of 2z",
        "def tanh(z):\n    return (1 - np.exp(-z)) / (1 + np.exp(-z))\n",
        ("half-argument-overflow",),
    ),
    Answer(
        "tanh",
        "2 and 1 exchanged",
        "def tanh(z):\n    return sigmoid(2 * z) - 2\n",
    ),
    Answer(
        "tanh",
        "minus inside of the sigmoid",
        "def tanh(z):\n    return 2 * sigmoid(2 * np.asarray(z) - 1)\n",
        ("minus-inside",),
    ),
    Answer(
        "tanh",
        "secant squared",
        "def tanh(z):\n    return 1 / np.cosh(z) ** 2\n",
        ("derivative",),
    ),
    Answer(
        "tanh",
        "a plus in the numerator",
        """
def tanh(z):
    return (np.exp(z) + np.exp(-z)) / (np.exp(z) - np.exp(-z))
""",
        ("inverted-overflow",),
    ),
    Answer(
        "tanh",
        "exponentials exchanged",
        """
def tanh(z):
    return 1 - 2 * sigmoid(2 * np.asarray(z))
""",
        ("sign",),
    ),
    Answer(
        "tanh",
        "a series that is cut short",
        "def tanh(z):\n    return z - z**3 / 3\n",
        ("series",),
    ),
    Answer(
        "tanh",
        "math.exp on an array",
        """
from math import exp

def tanh(z):
    return (exp(z) - exp(-z)) / (exp(z) + exp(-z))
""",
        ("one-number",),
    ),
    Answer(
        "tanh",
        "integers on the way",
        """
def tanh(z):
    a = z.copy()
    for i in np.ndindex(z.shape):
        a[i] = np.tanh(z[i])
    return a
""",
        ("integers-kept",),
    ),
    Answer("tanh", "printed only", "def tanh(z):\n    print(np.tanh(z))\n"),
    # tanh_derivative
    Answer(
        "tanh_derivative",
        "of z",
        "def tanh_derivative(z):\n    return 1 / np.cosh(z) ** 2\n",
        ("activated-again",),
    ),
    Answer(
        "tanh_derivative",
        "calls tanh",
        "def tanh_derivative(a):\n    return (1 - tanh(a)) * (1 + tanh(a))\n",
        ("activated-again",),
    ),
    Answer(
        "tanh_derivative",
        "sigmoid_derivative",
        "def tanh_derivative(a):\n    return sigmoid_derivative(a)\n",
        ("sigmoid-derivative",),
    ),
    Answer(
        "tanh_derivative",
        "the square of the wrong thing",
        "def tanh_derivative(a):\n    return np.square(np.subtract(1, a))\n",
        ("brackets",),
    ),
    Answer(
        "tanh_derivative",
        "times itself, at last",
        "def tanh_derivative(a):\n    d = 1 - a**2\n    return d * d\n",
        ("squared-twice",),
    ),
    Answer(
        "tanh_derivative",
        "a power of 4",
        "def tanh_derivative(a):\n    return 1 - a**4\n",
        ("fourth-power",),
    ),
    Answer(
        "tanh_derivative",
        "half a square",
        "def tanh_derivative(a):\n    return 1 - a**2 / 2\n",
        ("square-halved",),
    ),
    Answer(
        "tanh_derivative",
        "np.power in place",
        "def tanh_derivative(a):\n    np.power(a, 2, out=a)\n    return 1 - a\n",
        ("modified",),
    ),
    Answer(
        "tanh_derivative",
        "always 1",
        "def tanh_derivative(a):\n    return np.ones(a.shape)\n",
        ("constant",),
    ),
    # relu
    Answer(
        "relu",
        "an if for the whole array",
        """
def relu(z):
    if z > 0:
        return z
    return 0
""",
        ("truth-value",),
    ),
    Answer(
        "relu",
        "a loop that writes into z",
        """
def relu(z):
    for place in np.ndindex(z.shape):
        if z[place] < 0:
            z[place] = 0
    return z
""",
        ("modified",),
    ),
    Answer(
        "relu",
        "out=z",
        "def relu(z):\n    return np.maximum(z, 0, out=z)\n",
        ("modified",),
    ),
    Answer(
        "relu",
        "the largest of all entries",
        "def relu(z):\n    return np.maximum(0, np.max(z))\n",
        ("one-maximum",),
    ),
    Answer(
        "relu",
        "condition turned",
        "def relu(z):\n    return z * (z < 0)\n",
        ("minimum",),
    ),
    Answer(
        "relu",
        "only the sign",
        "def relu(z):\n    return (np.sign(z) + 1) / 2\n",
        ("step-half",),
    ),
    Answer(
        "relu",
        "softplus with log1p",
        "def relu(z):\n    return np.log1p(np.exp(z))\n",
        ("softplus",),
    ),
    Answer(
        "relu",
        "bend at one half",
        "def relu(z):\n    return np.where(z > 0.5, z, 0)\n",
        ("on-above-half",),
    ),
    Answer(
        "relu",
        "shifted up",
        "def relu(z):\n    return np.maximum(0, z) + 1\n",
        ("lifted",),
    ),
    Answer(
        "relu",
        "a leak of a fifth",
        "def relu(z):\n    return np.where(z > 0, z, 0.2 * z)\n",
    ),
    # relu_derivative
    Answer(
        "relu_derivative",
        "1 where it is not negative",
        "def relu_derivative(z):\n    return 1 - (z < 0)\n",
        ("one-at-zero",),
    ),
    Answer(
        "relu_derivative",
        "relu over z, guarded badly",
        "def relu_derivative(z):\n    return np.nan_to_num(relu(z) / z, nan=1.0)\n",
        ("one-at-zero",),
    ),
    Answer(
        "relu_derivative",
        "half of 1 + sign",
        "def relu_derivative(z):\n    return (1 + np.sign(z)) / 2\n",
        ("half-at-zero",),
    ),
    Answer(
        "relu_derivative",
        "in place",
        """
def relu_derivative(z):
    z[z > 0] = 1
    z[z < 0] = 0
    return z
""",
        ("modified",),
    ),
    Answer(
        "relu_derivative",
        "1 and 2",
        "def relu_derivative(z):\n    return 1 + (z > 0)\n",
        ("lifted",),
    ),
    Answer(
        "relu_derivative",
        "z kept where it is on",
        "def relu_derivative(z):\n    return z * (z > 0)\n",
        ("value",),
    ),
    Answer(
        "relu_derivative",
        "minus where it is on",
        "def relu_derivative(z):\n    return -1.0 * (z > 0)\n",
        ("turned",),
    ),
    Answer(
        "relu_derivative",
        "if on the whole array",
        """
def relu_derivative(z):
    if z > 0:
        return 1
    else:
        return 0
""",
        ("truth-value",),
    ),
    # leaky_relu
    Answer(
        "leaky_relu",
        "0.01 written out",
        "def leaky_relu(z, slope=0.01):\n    return np.maximum(0.01 * z, z)\n",
        ("slope-ignored",),
    ),
    Answer(
        "leaky_relu",
        "relu plus a leak of |z|",
        "def leaky_relu(z, slope=0.01):\n    return relu(z) + slope * relu(-z)\n",
        ("minus",),
    ),
    Answer(
        "leaky_relu",
        "maximum of 0 and the leak",
        "def leaky_relu(z, slope=0.01):\n    return np.where(z >= 0, z * slope, 0)\n",
        ("scaled-relu",),
    ),
    Answer(
        "leaky_relu",
        "smaller of the two",
        "def leaky_relu(z, slope=0.01):\n    return np.minimum(slope * z, z)\n",
        ("sides-exchanged",),
    ),
    Answer(
        "leaky_relu",
        "integers on the way",
        """
def leaky_relu(z, slope=0.01):
    out = z.copy()
    for place in np.ndindex(z.shape):
        if z[place] <= 0:
            out[place] = slope * z[place]
    return out
""",
        ("integers-kept",),
    ),
    Answer(
        "leaky_relu",
        "in place",
        """
def leaky_relu(z, slope=0.01):
    negative = z < 0
    z[negative] = z[negative] * slope
    return z
""",
        ("integers-modified",),
    ),
    Answer(
        "leaky_relu",
        "if",
        """
def leaky_relu(z, slope=0.01):
    if z > 0:
        return z
    return slope * z
""",
        ("truth-value",),
    ),
    Answer(
        "leaky_relu",
        "a tangent for the leak",
        "def leaky_relu(z, slope=0.01):\n    return np.where(z > 0, z, np.tanh(slope * z))\n",
    ),
    Answer(
        "leaky_relu",
        "preset of 0.2",
        "def leaky_relu(z, slope=0.2):\n    return np.maximum(z, slope * z)\n",
        ("only-some", "other-preset"),
    ),
    # leaky_relu_derivative
    Answer(
        "leaky_relu_derivative",
        "the plain step",
        "def leaky_relu_derivative(z, slope=0.01):\n    return relu_derivative(z)\n",
        ("no-leak",),
    ),
    Answer(
        "leaky_relu_derivative",
        "from z >= 0",
        "def leaky_relu_derivative(z, slope=0.01):\n    return (z >= 0) + slope * (z < 0)\n",
        ("one-at-zero",),
    ),
    Answer(
        "leaky_relu_derivative",
        "two conditions, neither of them for 0",
        "def leaky_relu_derivative(z, slope=0.01):\n    return 1.0 * (z > 0) + slope * (z < 0)\n",
        ("zero-at-zero",),
    ),
    Answer(
        "leaky_relu_derivative",
        "the function over z",
        "def leaky_relu_derivative(z, slope=0.01):\n    return leaky_relu(z, slope) / z\n",
        ("divided-by-z",),
    ),
    Answer(
        "leaky_relu_derivative",
        "an array of the type of z",
        """
def leaky_relu_derivative(z, slope=0.01):
    d = np.full_like(z, slope)
    d[z > 0] = 1
    return d
""",
        ("integers-kept",),
    ),
    Answer(
        "leaky_relu_derivative",
        "the leak forgotten in the call",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.sign(leaky_relu(z)) * (z > 0) + 0.01 * (z <= 0)
""",
        ("slope-ignored",),
    ),
    Answer(
        "leaky_relu_derivative",
        "minus the slope",
        """
def leaky_relu_derivative(z, slope=0.01):
    return relu_derivative(z) - slope * relu_derivative(-z)
""",
        ("minus-and-zero",),
    ),
    # stacked_gradient
    Answer(
        "stacked_gradient",
        "derivative first, then the step",
        """
def stacked_gradient(z, depth):
    grad = np.ones(np.shape(z))
    a = z
    for i in range(depth):
        grad = grad * a * (1 - a)
        a = sigmoid(a)
    return grad
""",
        ("before-activation",),
    ),
    Answer(
        "stacked_gradient",
        "the sigmoid inside of the derivative",
        """
def stacked_gradient(z, depth):
    grad = np.ones(np.shape(z))
    for i in range(depth):
        grad = grad * sigmoid_derivative(sigmoid(z))
    return grad
""",
        ("same-factor",),
    ),
    Answer(
        "stacked_gradient",
        "recursion that forgets to go on",
        """
def stacked_gradient(z, depth):
    if depth == 0:
        return 1.0
    return sigmoid_derivative(sigmoid(z)) * stacked_gradient(z, depth - 1)
""",
        ("same-factor",),
    ),
    Answer(
        "stacked_gradient",
        "recursion on the derivative",
        """
def stacked_gradient(z, depth):
    if depth == 0:
        return 1.0
    a = sigmoid(z)
    return sigmoid_derivative(a) * stacked_gradient(sigmoid_derivative(a), depth - 1)
""",
        ("derivative-fed-on",),
    ),
    Answer(
        "stacked_gradient",
        "from the end with z",
        """
def stacked_gradient(z, depth):
    if depth <= 1:
        return sigmoid_derivative(sigmoid(z))
    a = sigmoid(z)
    return sigmoid_derivative(a) * stacked_gradient(a, depth - 1)
""",
        ("depth-zero-counts-as-one",),
    ),
    Answer(
        "stacked_gradient",
        "plus in the loop",
        """
def stacked_gradient(z, depth):
    g, a = 0, z
    for k in range(depth):
        a = sigmoid(a)
        g += a * (1 - a)
    return g
""",
        ("sum",),
    ),
    Answer(
        "stacked_gradient",
        "only the chain, no derivative",
        """
def stacked_gradient(z, depth):
    return z if depth == 0 else sigmoid(stacked_gradient(z, depth - 1))
""",
        ("value",),
    ),
    Answer(
        "stacked_gradient",
        "integers refused",
        """
def stacked_gradient(z, depth):
    result = np.ones_like(z)
    for k in range(depth):
        z = sigmoid(z)
        result *= z * (1 - z)
    return result
""",
        ("integers-refused",),
    ),
    Answer(
        "stacked_gradient",
        "return in the loop",
        """
def stacked_gradient(z, depth):
    g = np.ones(np.shape(z))
    for k in range(depth):
        z = sigmoid(z)
        g = g * z * (1 - z)
        return g
""",
        ("loop-left-early",),
    ),
    Answer(
        "stacked_gradient",
        "largest factor",
        """
def stacked_gradient(z, depth):
    return np.ones(np.shape(z)) / 4**depth
""",
        ("bound",),
    ),
    Answer(
        "stacked_gradient",
        "a coarse numerical derivative",
        """
def stacked_gradient(z, depth):
    def chain(v):
        for k in range(depth):
            v = sigmoid(v)
        return v

    return (chain(z + 0.01) - chain(z)) / 0.01
""",
    ),
    Answer(
        "stacked_gradient",
        "one link less in the product",
        """
def stacked_gradient(z, depth):
    a = sigmoid(z)
    g = np.ones(np.shape(z))
    for k in range(depth - 1):
        g = g * sigmoid_derivative(a)
        a = sigmoid(a)
    return g
""",
        ("one-link-too-few",),
    ),
    Answer(
        "stacked_gradient",
        "sigmoid of the product",
        """
def stacked_gradient(z, depth):
    g = 1.0
    for k in range(depth):
        g = g * sigmoid_derivative(sigmoid(z * g))
    return g
""",
    ),
    # For arrays alone.
    Answer(
        "tanh",
        "for arrays: places of a copy",
        """
def tanh(z):
    out = z.astype(float).copy()
    out[:] = np.tanh(out)
    return out
""",
        ("number-for-array",),
    ),
    Answer(
        "tanh_derivative",
        "for arrays: a loop over the rows",
        """
def tanh_derivative(a):
    return np.array([1 - row**2 for row in a])
""",
        ("number-for-array",),
    ),
    Answer(
        "relu",
        "for arrays: a mask on a copy",
        """
def relu(z):
    a = z.copy()
    a[a < 0] = 0
    return a
""",
        ("number-for-array",),
    ),
    Answer(
        "relu",
        "for arrays, in place",
        """
def relu(z):
    for i in range(z.size):
        if z.flat[i] < 0:
            z.flat[i] = 0
    return z
""",
        ("modified",),
    ),
    Answer(
        "relu",
        "a row for a number",
        """
def relu(z):
    return np.maximum(np.atleast_1d(z), 0)
""",
        ("wrong-axes",),
    ),
    Answer(
        "relu_derivative",
        "for arrays: a condition made floats",
        "def relu_derivative(z):\n    return (z > 0).astype(float)\n",
        ("astype-on-number",),
    ),
    Answer(
        "relu_derivative",
        "for arrays: 1 where it is not negative",
        "def relu_derivative(z):\n    return (z >= 0).astype(int)\n",
        ("one-at-zero",),
    ),
    Answer(
        "leaky_relu",
        "for arrays: a condition made floats",
        """
def leaky_relu(z, slope=0.01):
    on = (z > 0).astype(float)
    return on * z + (1 - on) * slope * z
""",
        ("number-for-array",),
    ),
    Answer(
        "leaky_relu_derivative",
        "for arrays: a mask on ones",
        """
def leaky_relu_derivative(z, slope=0.01):
    d = np.ones(z.shape)
    d[z <= 0] = slope
    return d
""",
        ("number-for-array",),
    ),
    Answer(
        "leaky_relu_derivative",
        "for arrays: choose",
        """
def leaky_relu_derivative(z, slope=0.01):
    return np.array([slope, 1.0])[(z > 0).astype(int)]
""",
        ("number-for-array",),
    ),
    Answer(
        "stacked_gradient",
        "for arrays: ones in its shape",
        """
def stacked_gradient(z, depth):
    gradient, a = np.ones(z.shape), z
    for _ in range(depth):
        a = sigmoid(a)
        gradient = gradient * sigmoid_derivative(a)
    return gradient
""",
        ("number-for-array",),
    ),
]
