"""Starts each server alone on one core, loads it from another, and prints medians."""

import argparse
import json
import os
import pathlib
import random
import re
import socket
import statistics
import subprocess
import time
import xml.etree.ElementTree as ElementTree

HERE = pathlib.Path(__file__).resolve().parent
COLUMNS = 20
CONNECTIONS = 64
SERVER_CORE, LOAD_CORE = "0", "1"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


PORT, METRICS_PORT = free_port(), free_port()


def bodies(folder):
    """One row of the 20 numbers, as a tensor a column and as a JSON object."""
    random.seed(20)
    row = {f"x{i}": round(random.uniform(-1, 1), 4) for i in range(COLUMNS)}
    columns = [{"name": k, "shape": [1, 1], "datatype": "FP64", "data": [v]} for k, v in row.items()]
    rows = [{"name": "rows", "shape": [1], "datatype": "BYTES", "data": [json.dumps(row)]}]
    files = {}
    for name, inputs in (("columns", columns), ("rows", rows)):
        files[name] = folder / f"{name}.json"
        files[name].write_text(json.dumps({"inputs": inputs}))
    return files


def image_flags():
    """The JVM flags of the server image, from its build; what it unpacks lies under the module's target."""
    module = HERE.parents[1] / "server-image"
    pom = ElementTree.parse(module / "pom.xml")
    flags = [flag.text for flag in pom.iter("{http://maven.apache.org/POM/4.0.0}jvmFlag")]
    return [flag.replace("=/opt/", f"={module}/target/native/opt/") for flag in flags]


def commands(options):
    graph = json.loads((options.work / "store/models" / options.model[7:] / "manifest.json").read_text())
    hexadecimal = graph["files"]["model.onnx"]["digest"][7:]
    onnx = options.work / "store/blobs/sha256" / hexadecimal[:2] / hexadecimal
    millrace = [options.java, *image_flags(), "-cp", f"{options.work}/jars/*", "dev.millrace.server.Main"]
    millrace += ["--store", f"file://{options.work}/store", "--model", options.model, "--name", "mlp"]
    millrace += ["--port", str(PORT), "--metrics-port", str(METRICS_PORT), "--drain-seconds", "0"]
    fastapi = [f"{options.work}/venv/bin/uvicorn", "fastapi_server:app", "--port", str(PORT)]
    fastapi += ["--log-level", "warning", "--no-access-log"]
    environment = {**os.environ, "MALLOC_ARENA_MAX": "2"}
    peer = {**os.environ, "MODEL": str(onnx), "PYTHONPATH": str(HERE), "PYTHONDONTWRITEBYTECODE": "1"}
    return {"millrace": (millrace, environment), "fastapi": (fastapi, peer)}


def is_ready():
    try:
        with socket.create_connection(("127.0.0.1", PORT), 1) as connection:
            connection.sendall(b"GET /v2/health/ready HTTP/1.1\r\nHost: bench\r\nConnection: close\r\n\r\n")
            return b" 200 " in connection.recv(64)
    except OSError:
        return False


def start(command, environment, cores):
    begin = time.monotonic()
    process = subprocess.Popen(
        ["taskset", "-c", cores, *command], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    while not is_ready():
        if process.poll() is not None or time.monotonic() - begin > 120:
            raise SystemExit(f"did not start: {' '.join(command)}")
        time.sleep(0.002)
    return process, time.monotonic() - begin


def stop(process):
    process.terminate()
    process.wait()


def load(body, seconds):
    command = ["taskset", "-c", LOAD_CORE, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency", "--timeout", "10s"]
    command += ["-s", str(HERE / "post.lua"), f"http://127.0.0.1:{PORT}/v2/models/mlp/infer"]
    report = subprocess.run(command, env={**os.environ, "BODY": str(body)}, capture_output=True, text=True, check=True)
    if "Non-2xx" in report.stdout or "Socket errors" in report.stdout:
        raise SystemExit(report.stdout)
    return report.stdout


def requests_in(report):
    return int(re.search(r"(\d+) requests in", report)[1])


def figures(report):
    return {
        "requests": requests_in(report),
        "rate": float(re.search(r"Requests/sec:\s+([\d.]+)", report)[1]),
        "p50": milliseconds(re.search(r"50%\s+(\S+)", report)[1]),
        "p99": milliseconds(re.search(r"99%\s+(\S+)", report)[1]),
    }


def milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * {"us": 1e-3, "ms": 1, "s": 1e3, "m": 6e4}[unit]


def cpu_seconds(process):
    fields = pathlib.Path(f"/proc/{process.pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def megabytes(process, field):
    return int(re.search(field + r":\s+(\d+)", pathlib.Path(f"/proc/{process.pid}/status").read_text())[1]) / 1024


def measure(command, environment, body, options):
    process, _ = start(command, environment, SERVER_CORE)
    try:
        warm_up(body, options)
        before = cpu_seconds(process)
        result = figures(load(body, options.seconds))
        result["cpu"] = (cpu_seconds(process) - before) / result["requests"] * 1e6
        result["memory"] = megabytes(process, "VmRSS")
        result["peak"] = megabytes(process, "VmHWM")
        return result
    finally:
        stop(process)


def warm_up(body, options):
    """Until the JIT compiler is done: a number of requests, or a time that is enough for who answers few."""
    end, requests = time.monotonic() + options.warm_up_seconds, 0
    while requests < options.warm_up_requests and time.monotonic() < end:
        requests += requests_in(load(body, 5))


def time_to_ready(command, environment):
    process, seconds = start(command, environment, f"{SERVER_CORE},{LOAD_CORE}")
    stop(process)
    return seconds


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--java", required=True)
    parser.add_argument("--work", required=True, type=pathlib.Path)
    parser.add_argument("--model", required=True)
    parser.add_argument("--seconds", type=int, required=True)
    parser.add_argument("--warm-up-requests", type=int, default=150_000)
    parser.add_argument("--warm-up-seconds", type=int, required=True)
    parser.add_argument("--repeats", type=int, required=True)
    options = parser.parse_args()

    servers = commands(options)
    results = {}
    for _ in range(options.repeats):
        for form, body in bodies(options.work).items():
            for server, (command, environment) in servers.items():
                results.setdefault((form, server), []).append(measure(command, environment, body, options))
    ready = {
        server: [time_to_ready(*servers[server]) for _ in range(max(5, options.repeats))] for server in servers
    }

    print("| request | server | requests/s | p50 ms | p99 ms | CPU µs/request | RSS MB | peak RSS MB |")
    print("|---|---|---|---|---|---|---|---|")
    medians = {}
    for key, runs in results.items():
        medians[key] = {field: statistics.median(run[field] for run in runs) for field in runs[0]}
        m = medians[key]
        print(
            f"| {key[0]} | {key[1]} | {m['rate']:,.0f} | {m['p50']:.2f} | {m['p99']:.2f} | {m['cpu']:.0f} "
            f"| {m['memory']:.0f} | {m['peak']:.0f} |"
        )
    for form in ("columns", "rows"):
        ours, theirs = medians[form, "millrace"], medians[form, "fastapi"]
        print(
            f"{form}: {ours['rate'] / theirs['rate']:.1f} times the requests/s (goal 8), "
            f"{theirs['cpu'] / ours['cpu']:.1f} times per CPU second, "
            f"p99 {theirs['p99'] / ours['p99']:.1f} times lower (goal 1)"
        )
    for server, seconds in ready.items():
        print(f"{server}: ready {statistics.median(seconds):.2f} s after its process started (goal 1.5)")


if __name__ == "__main__":
    main()
