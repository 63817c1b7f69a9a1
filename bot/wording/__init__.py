"""Every Korean sentence a reader can see, and how a message is put together from them.

Text about a paper is 보고체 and ends in 다; a line that speaks to a person is 합니다체.
No particle stands after a variable whose last sound is unknown.
"""
