"""Calls held against a schema of the Bot API that is not ours: aiogram's models."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from functools import cache
from types import NoneType
from typing import Any, Final, get_args

import aiogram.methods
from aiogram.client.default import Default
from aiogram.methods.base import TelegramMethod
from aiogram.types import InputFile, Update
from pydantic import BaseModel, TypeAdapter, ValidationError

from tests.bot_server.wire import Json

Method = type[TelegramMethod[Any]]

WORDS: Final = frozenset({str, NoneType, Default, InputFile})
"""What a parameter may be whose value is no JSON, but the words themselves."""


def method_named(name: str) -> Method | None:
    """The Bot API's method of this name, in whatever case, as Telegram takes it."""
    return _methods().get(name.lower())


def decoded(method: Method, fields: Mapping[str, str]) -> Json:
    """The values of a form, in which everything that is not words is JSON."""
    return {name: _decoded(method, name, value) for name, value in fields.items()}


def faults(method: Method, parameters: Json) -> list[str]:
    """What is missing, unknown or of the wrong type, each with its path, in no order of weight."""
    try:
        built = method.model_validate(parameters)
    except ValidationError as error:
        return _spelled(error)
    return [f"{path}: unknown" for path in _unknown(built, ())]


def result_faults(method: Method, result: object) -> list[str]:
    """What is wrong with an object that the server gives back: its own fault, not the bot's."""
    return _misfit(method.__returning__, result)


def update_faults(update: Json) -> list[str]:
    """What is wrong with an update that a test delivers."""
    return _misfit(Update, {"update_id": 1, **update})


def _misfit(kind: Any, value: object) -> list[str]:  # noqa: ANN401 - a type that is known at run time
    try:
        built = _adapter(kind).validate_python(value)
    except ValidationError as error:
        return _spelled(error)
    return [f"{path}: unknown" for path in _unknown(built, ())]


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - a type that is known at run time only
    return TypeAdapter(kind)


def _spelled(error: ValidationError) -> list[str]:
    return [
        f"{'.'.join(map(str, fault['loc']))}: {fault['msg'].lower()}"
        for fault in error.errors(include_url=False)
    ]


@cache
def _methods() -> Mapping[str, Method]:
    classes = (getattr(aiogram.methods, name) for name in aiogram.methods.__all__)
    return {
        each.__api_method__.lower(): each
        for each in classes
        if isinstance(each, type)
        and issubclass(each, TelegramMethod)
        and isinstance(getattr(each, "__api_method__", None), str)
    }


def _decoded(method: Method, name: str, value: str) -> object:
    field = method.model_fields.get(name)
    if field is not None and _is_words(field.annotation):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


def _is_words(annotation: object) -> bool:
    return set(get_args(annotation) or (annotation,)) <= WORDS


def _unknown(value: object, path: tuple[str, ...]) -> Iterator[str]:
    if isinstance(value, BaseModel):
        for name in value.model_extra or ():
            yield ".".join((*path, name))
        for name in type(value).model_fields:
            yield from _unknown(getattr(value, name), (*path, name))
    elif isinstance(value, list):
        for number, each in enumerate(value):
            yield from _unknown(each, (*path, str(number)))
