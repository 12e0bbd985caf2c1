"""The peer: the same ONNX file behind FastAPI, as a person would write it for the same protocol."""

import json
import os
import uuid
from typing import Any

import numpy as np
import onnxruntime
from fastapi import FastAPI
from pydantic import BaseModel

options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
options.inter_op_num_threads = 1
session = onnxruntime.InferenceSession(os.environ["MODEL"], options)
names = [tensor.name for tensor in session.get_inputs()]


class Tensor(BaseModel):
    name: str
    shape: list[int]
    datatype: str
    data: list[Any]


class Request(BaseModel):
    id: str | None = None
    inputs: list[Tensor]


app = FastAPI()


@app.get("/v2/health/ready")
async def ready():
    return {"ready": True}


@app.post("/v2/models/mlp/infer")
async def infer(request: Request):
    if request.inputs[0].name == "rows":
        rows = [json.loads(row) for row in request.inputs[0].data]
        feeds = {name: np.array([[row[name]] for row in rows], dtype=np.float64) for name in names}
    else:
        feeds = {
            tensor.name: np.array(tensor.data, dtype=np.float64).reshape(tensor.shape) for tensor in request.inputs
        }
    prediction = session.run(["prediction"], feeds)[0]
    return {
        "model_name": "mlp",
        "id": request.id or str(uuid.uuid4()),
        "outputs": [
            {
                "name": "prediction",
                "datatype": "FP32",
                "shape": list(prediction.shape),
                "data": prediction.ravel().tolist(),
            }
        ],
    }
