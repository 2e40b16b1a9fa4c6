"""Four numbers at a time, for compiled loops that numba does not vectorise by itself.

Rows of ten or twelve numbers are too short for the loop vectoriser, which takes sixteen at once and
then goes one by one, and asks before each row whether it may. Here a row is a few vectors of four
doubles, which every processor has instructions for, or two of two. A row's room is a multiple of
four; places count from an array's first number, and are unsigned.

No sum is taken in another order than written; `total` adds first and third, second and fourth. A
product and a sum may be rounded once.
"""

from collections.abc import Callable
from typing import Any

import numpy as np
from llvmlite import ir
from numba import types
from numba.extending import intrinsic, models, register_model

LANES = 4
STEP = np.uint64(LANES)
VECTOR = ir.VectorType(ir.DoubleType(), LANES)
# numba's types are of what the compiler calls with types, not of what compiled functions call.
compiled: Any = intrinsic
INTEGERS = ir.VectorType(ir.IntType(64), LANES)
PLACE = ir.IntType(32)
ROUNDED_ONCE = ("contract",)

Lower = Callable[[Any, ir.IRBuilder, Any, Any], Any]
Typed = tuple[Any, Lower]


class FourType(types.Type):
    """Four doubles in one register."""

    def __init__(self) -> None:
        super().__init__(name="four doubles")


FOUR = FourType()


@register_model(FourType)
class FourModel(models.PrimitiveModel):
    """How they lie in memory: one after another."""

    def __init__(self, manager: Any, four: FourType) -> None:
        super().__init__(manager, four, VECTOR)  # type: ignore[no-untyped-call]  # numba's


def _at(context: Any, builder: ir.IRBuilder, array: Any, value: Any, place: Any) -> Any:
    first = context.make_array(array)(context, builder, value).data
    return builder.bitcast(builder.gep(first, [place]), VECTOR.as_pointer())


@compiled
def load(_: Any, values: Any, place: Any) -> Typed:
    """Four numbers of a contiguous array, from a place on."""

    def lower(context: Any, builder: ir.IRBuilder, signature: Any, given: Any) -> Any:
        return builder.load(_at(context, builder, signature.args[0], *given), align=8)

    return FOUR(values, types.uint64), lower


@compiled
def store(_: Any, values: Any, place: Any, four: Any) -> Typed:
    """Put four numbers into a contiguous array, from a place on."""

    def lower(context: Any, builder: ir.IRBuilder, signature: Any, given: Any) -> Any:
        pointer = _at(context, builder, signature.args[0], given[0], given[1])
        builder.store(given[2], pointer, align=8)
        return context.get_dummy_value()

    return types.void(values, types.uint64, FOUR), lower


@compiled
def alike(_: Any, value: Any) -> Typed:
    """One number four times."""

    def lower(context: Any, builder: ir.IRBuilder, signature: Any, given: Any) -> Any:
        nothing = ir.Constant(VECTOR, ir.Undefined)
        first = builder.insert_element(nothing, given[0], PLACE(0))
        everywhere = ir.Constant(ir.VectorType(PLACE, LANES), [0] * LANES)
        return builder.shuffle_vector(first, nothing, everywhere)

    return FOUR(types.float64), lower


@compiled
def plus(_: Any, one: Any, other: Any) -> Typed:
    """Sums, number by number."""
    return _lane_by_lane(ir.IRBuilder.fadd)


@compiled
def minus(_: Any, one: Any, other: Any) -> Typed:
    """Differences, number by number."""
    return _lane_by_lane(ir.IRBuilder.fsub)


@compiled
def times(_: Any, one: Any, other: Any) -> Typed:
    """Products, number by number."""
    return _lane_by_lane(ir.IRBuilder.fmul)


@compiled
def over(_: Any, one: Any, other: Any) -> Typed:
    """Ratios, number by number."""
    return _lane_by_lane(ir.IRBuilder.fdiv)


def _lane_by_lane(operation: Callable[..., Any]) -> Typed:
    def lower(context: Any, builder: ir.IRBuilder, signature: Any, given: Any) -> Any:
        return operation(builder, given[0], given[1], flags=ROUNDED_ONCE)

    return FOUR(FOUR, FOUR), lower


@compiled
def where_less(_: Any, one: Any, bound: Any, then: Any, otherwise: Any) -> Typed:
    """``then`` where a number is less than its bound, else ``otherwise``."""

    def lower(context: Any, builder: ir.IRBuilder, signature: Any, given: Any) -> Any:
        return builder.select(builder.fcmp_ordered("<", given[0], given[1]), given[2], given[3])

    return FOUR(FOUR, FOUR, FOUR, FOUR), lower


@compiled
def power_of_two(_: Any, shifted: Any) -> Typed:
    """2**n of the whole numbers n that lie in the last bits, as 3 · 2**51 was added to them."""

    def lower(context: Any, builder: ir.IRBuilder, signature: Any, given: Any) -> Any:
        bits = builder.add(builder.bitcast(given[0], INTEGERS), _integers(1023))
        return builder.bitcast(builder.shl(bits, _integers(52)), VECTOR)

    return FOUR(FOUR), lower


def _integers(value: int) -> Any:
    return ir.Constant(INTEGERS, [value] * LANES)


@compiled
def total(_: Any, four: Any) -> Typed:
    """The sum of the four."""

    def lower(context: Any, builder: ir.IRBuilder, signature: Any, given: Any) -> Any:
        one, two, three, four = (builder.extract_element(given[0], PLACE(i)) for i in range(LANES))
        return builder.fadd(builder.fadd(one, three), builder.fadd(two, four))

    return types.float64(FOUR), lower


def room_for(size: int) -> int:
    """The next multiple of four."""
    return -(-size // LANES) * LANES
