from signup.forms.code import CodeForm
from signup.forms.likelihood import LikelihoodForm
from signup.forms.needs import EmergencyForm, NeedsForm
from signup.forms.person import AddressForm, CorrectionForm, MyDataForm, SignUpForm
from signup.forms.questions import AnswersForm, EvaluationForm

__all__ = [
    "AddressForm",
    "AnswersForm",
    "CodeForm",
    "CorrectionForm",
    "EmergencyForm",
    "EvaluationForm",
    "LikelihoodForm",
    "MyDataForm",
    "NeedsForm",
    "SignUpForm",
]
