"""What is said below the cards: what is a question, what it is answered from, what an answer may say."""
