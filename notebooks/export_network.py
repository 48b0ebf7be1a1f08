"""Writes a PyTorch network as an ONNX file, for OnnxNetwork of Metamers. Edit the first lines, run it once; no stages need to be named here."""
import torch, torchvision

network = torchvision.models.alexnet(weights="DEFAULT")     # yours, with its weights
shape = [3, 224, 224]                                       # of one stimulus: pictures as here, or waveforms, e.g. [16000]
rate = None                                                 # of waveforms: their sampling rate in Hz, e.g. 16000
path = "my_network.onnx"
if (len(shape) == 3) != (rate is None):
    raise SystemExit(f"The shape {shape} and the rate {rate} do not fit: pictures have three axes and no rate, waveforms a rate and fewer axes.")

# Any batch: the first axis is open. Batch norms stay nodes of their own, so that each can be a stage; Freeze() folds them.
network = network.eval().float().cpu()
options = dict(training=torch.onnx.TrainingMode.PRESERVE, do_constant_folding=False, opset_version=17 if torch.__version__ >= "2" else 13)
if torch.__version__ >= "2.5":
    options["dynamo"] = False
torch.onnx.export(network, torch.rand(1, *shape), path, input_names=["input"], output_names=["logits"],
                  dynamic_axes={"input": {0: "batch"}, "logits": {0: "batch"}}, **options)
# Pictures, normalised as ImageNet's usually are; sounds from -1 to 1, as they are.
options = "Input = InputNormalization.ImageNet" if len(shape) == 3 else f"SamplingRate = {rate}"
print(f'{path}: in C#, new OnnxNetwork("{path}", new OnnxOptions {{ {options} }}).Freeze()')
