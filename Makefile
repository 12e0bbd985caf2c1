# Millrace. `make help` lists the targets.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

MVN        ?= $(if $(shell command -v mvn),mvn,./mvnw) -B -ntp
KUBECTL    ?= kubectl
# The base of the three images: a registry reference, or tar:///path/to/base.tar.
BASE_IMAGE ?= eclipse-temurin:25-jre
# What the images are tagged with, and what `make install` deploys.
TAG        ?= 0.1.0
# What stands before /operator, /trainer and /server in the images' names.
IMAGE_PREFIX ?= millrace
# The commit that images are built from, as a run's lineage names it.
REVISION   ?= $(or $(shell git describe --always --abbrev=40 --dirty 2>/dev/null),unknown)
NAMESPACE  := millrace-system

.PHONY: help
help: ## list the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

.PHONY: build
build: ## compile and package every module, without tests
	$(MVN) -q -DskipTests package

.PHONY: test
test: ## check format and generated files, run unit and integration tests (needs a JDK 17 and Maven, no cluster)
	$(MVN) -Dcheck verify

.PHONY: generate
generate: ## write the generated files anew: CRDs, API reference, the chart's copy of the CRDs
	$(MVN) -q -Dgenerate -DskipTests -pl api -am package

# What the embedded cluster runs: the programs of the images, and itself.
DEMO_MODULES := operator,trainer-image,server-image,local
DEMO_PATHS   := operator/target/class-path trainer-image/target/class-path server-image/target/class-path local/target/class-path
DEMO_SOURCES := $(shell find pom.xml */pom.xml */src/main -type f)

.PHONY: demo
demo: target/demo-build ## from rows to a prediction on this machine, without a cluster [EXAMPLE=FOLDER ONCE=1 PORT=6480 GPUS=0 STATE=.millrace]
	@exec local/demo

.PHONY: demo-clean
demo-clean: ## forget what the demo keeps [STATE=.millrace]
	@local/demo-clean

export EXAMPLE ONCE PORT GPUS STATE

# Anew when a source is newer, or part of the last build is gone.
target/demo-build: $(DEMO_SOURCES) $(if $(filter-out $(wildcard $(DEMO_PATHS)),$(DEMO_PATHS)),always)
	@local/check jdk
	@echo "Building Millrace; the first time this takes minutes."
	@$(MVN) -q -DskipTests -Dspotless.apply.skip -pl $(DEMO_MODULES) -am package
	@mkdir -p $(@D) && touch $@

.PHONY: always
always:

.PHONY: images
images: ## build operator, trainer and server as image tars in target/images/ [BASE_IMAGE=… TAG=… IMAGE_PREFIX=…]
	$(MVN) -q -Dimages -DskipTests -Dimage.base=$(BASE_IMAGE) -Dimage.tag=$(TAG) -Dimage.prefix=$(IMAGE_PREFIX) \
	  -Dimage.revision=$(REVISION) \
	  -pl operator,trainer-image,server-image -am package
	@ls -lh target/images/

.PHONY: spark-image
spark-image: ## build the image that ingests on Apache Spark, target/images/spark.tar [BASE_IMAGE=… TAG=… IMAGE_PREFIX=…]
	$(MVN) -q -Dimages -DskipTests -Dimage.base=$(BASE_IMAGE) -Dimage.tag=$(TAG) -Dimage.prefix=$(IMAGE_PREFIX) \
	  -Dimage.revision=$(REVISION) -pl spark-image -am package
	@ls -lh target/images/spark.tar

.PHONY: install
install: ## install CRDs and operator into the cluster of $KUBECONFIG [TAG=… IMAGE_PREFIX=…]
	config/render $(IMAGE_PREFIX) $(TAG) | $(KUBECTL) apply --server-side --force-conflicts -f -
	$(KUBECTL) -n $(NAMESPACE) rollout status deployment/millrace-operator --timeout=180s

.PHONY: uninstall
uninstall: ## remove the operator and the CRDs, and with them every object of the four kinds; stored bytes stay
	config/render $(IMAGE_PREFIX) $(TAG) | $(KUBECTL) delete --ignore-not-found -f -

.PHONY: e2e
e2e: $(if $(filter local,$(CLUSTER)),target/demo-build) ## run conformance suite, examples, kill tests and bad input on the cluster of $KUBECONFIG (after images, load, install); all but the first on an embedded one [CLUSTER=local]
	$(if $(filter local,$(CLUSTER)),local/with-cluster $(MVN) -Dcheck -De2e -pl e2e -am verify,$(MVN) -Dcheck -De2e -pl local,e2e -am verify)

.PHONY: fuzz
fuzz: ## look for files that an ingest neither takes nor clearly refuses [MINUTES=10]
	$(MVN) -q -Dfuzz -pl data -am test-compile
	data/fuzz $(or $(MINUTES),10)

.PHONY: bench
bench: ## measure ingest, training and serving beside their peers, and 1,000 runs at once [BENCH=ingest|versioning|training|serving|diff|scale|soak]
	benchmarks/run $(BENCH)

.PHONY: clean
clean: ## remove what was built
	$(MVN) -q clean
